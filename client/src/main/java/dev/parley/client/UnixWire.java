package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket. Java has no timeouts for one that blocks, so it does not block, and selectors wait for it: one for the thread that
 * receives, one for the thread that sends.
 */
final class UnixWire implements Wire {
    /** Linux' text for EAGAIN. */
    private static final String NO_ROOM = "temporarily unavailable";

    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Endpoint endpoint;
    private final ClientOptions options;
    private final SocketChannel channel;
    private final Selector readable;
    /** Made when a server does not take a request at once, which costs two descriptors. */
    private volatile @Nullable Selector writable;

    private UnixWire(Endpoint endpoint, ClientOptions options, SocketChannel channel, Selector readable) {
        this.endpoint = endpoint;
        this.options = options;
        this.channel = channel;
        this.readable = readable;
    }

    static UnixWire connect(Endpoint endpoint, ClientOptions options) throws IOException {
        SocketChannel channel = connected(endpoint, options);
        try {
            return new UnixWire(endpoint, options, channel, selector(channel, SelectionKey.OP_READ));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Selector selector(SocketChannel channel, int operation) throws IOException {
        Selector selector = Selector.open();
        try {
            channel.register(selector, operation);
            return selector;
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    /** The system connects at once, refuses, or has no room in the server's queue of connections; then it is asked again. */
    private static SocketChannel connected(Endpoint endpoint, ClientOptions options) throws IOException {
        long deadlineNanos = Deadline.after(options.connectTimeout());
        SocketAddress address = ServerAddress.of(endpoint, options.connectTimeout());
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            SocketChannel channel = connectedNow(endpoint, address);
            if (channel != null) {
                return channel;
            }
            if (deadlineNanos - System.nanoTime() <= 0) {
                throw new CannotConnectException(
                        endpoint, "no answer within " + options.connectTimeout().toMillis() + " ms");
            }
            pause(endpoint, pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Null when there is no room now. */
    private static @Nullable SocketChannel connectedNow(Endpoint endpoint, SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connected = channel.connect(address);
            return connected ? channel : null;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains(NO_ROOM)) {
                return null;
            }
            throw new CannotConnectException(endpoint, reason(e));
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private static void pause(Endpoint endpoint, long millis) throws CannotConnectException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotConnectException(endpoint, "interrupted while the server took no connections");
        }
    }

    /** The JDK distinguishes most of these only by the system's message. */
    private static String reason(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (e instanceof ConnectException) {
            return "connection refused; is a server listening there?";
        }
        if (words.contains("No such file")) {
            return "there is no such socket; is a server listening there?";
        }
        if (words.contains("ermission denied")) {
            return "no permission for this socket; its server gives it with --socket-mode";
        }
        return words;
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        long deadlineNanos = Deadline.after(options.replyTimeout());
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    await(writable(), deadlineNanos);
                }
            }
        } catch (SocketTimeoutException e) {
            close();
            throw ReplyTimeoutException.notTaken(endpoint, options.replyTimeout());
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private Selector writable() throws IOException {
        Selector existing = writable;
        if (existing != null) {
            return existing;
        }
        Selector made = selector(channel, SelectionKey.OP_WRITE);
        writable = made;
        if (!channel.isOpen()) { // closed before it could be seen
            made.close();
        }
        return made;
    }

    @Override
    public int receive(ByteBuffer in, long deadlineNanos) throws IOException {
        try {
            int n = channel.read(in);
            while (n == 0) {
                await(readable, deadlineNanos);
                n = channel.read(in);
            }
            return n;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static void await(Selector selector, long deadlineNanos) throws IOException {
        try {
            selector.select(_ -> {}, Deadline.millisLeft(deadlineNanos));
        } catch (ClosedSelectorException e) {
            throw new ClosedChannelException();
        }
    }

    private IOException gone(IOException e) {
        return e instanceof ClosedChannelException || !channel.isOpen()
                ? closed(e)
                : ServerClosedException.byReset(endpoint);
    }

    /** By another thread of this program. */
    private static IOException closed(IOException e) {
        return e.getMessage() == null ? new SocketException("Socket closed") : e;
    }

    @Override
    public void endOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        Selector waiting = writable;
        if (waiting != null) {
            waiting.close();
        }
    }
}
