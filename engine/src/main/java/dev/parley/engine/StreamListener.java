package dev.parley.engine;

import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.core.UnixPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A socket that takes connections, on TCP or as a Unix socket with its file. Safe for any thread. */
public final class StreamListener implements AutoCloseable {
    private final ServerSocketChannel channel;
    private final Endpoint endpoint;
    private final @Nullable SocketFile file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StreamListener(ServerSocketChannel channel, Endpoint endpoint, @Nullable SocketFile file) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.file = file;
    }

    /**
     * Listens where the specification says; on failure nothing stays open, and no file behind.
     *
     * @throws ListenException when the address cannot be listened on
     */
    public static StreamListener open(ServerSpec spec) throws IOException {
        Endpoint endpoint = spec.endpoint();
        GivenSocket given = spec.socket();
        if (given != null) {
            return new StreamListener((ServerSocketChannel) given.channel(), given.bound(endpoint), null);
        }
        if (!endpoint.isUnix()) {
            ServerSocketChannel tcp = Listeners.tcp(endpoint);
            return new StreamListener(tcp, Listeners.bound(endpoint, tcp), null);
        }
        ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            SocketFile file = SocketFile.bind(unix, endpoint, Listeners.BACKLOG, spec.socketPermissions());
            return new StreamListener(unix, endpoint, file);
        } catch (IOException | RuntimeException e) {
            unix.close();
            throw e;
        }
    }

    /** What clients are accepted from. */
    public ServerSocketChannel channel() {
        return channel;
    }

    /** Where it listens, with the port the system gave. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The client that was accepted as the {@code number}th, with its socket ready for use; null when it has gone already. */
    public @Nullable Peer peer(long number, SocketChannel accepted) {
        try {
            if (endpoint.address() instanceof UnixPath path) {
                return new UnixPeer(number, path, accepted);
            }
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new SocketPeer(number, (InetSocketAddress) accepted.getRemoteAddress());
        } catch (IOException e) {
            return null;
        }
    }

    /** Nobody else can connect. Idempotent. */
    @Override
    public void close() throws IOException {
        if (!closed.getAndSet(true) && file != null) {
            file.delete();
        }
        channel.close();
    }
}
