package dev.parley.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The other side of a conversation over TCP or a Unix socket as exact bytes: a plain socket, no framing and no Parley client, so that
 * a mistake both our sides make alike is seen. Reads give up after {@link #PATIENCE}. One thread at a time.
 */
public final class RawPeer implements AutoCloseable {
    /** Longer than any wait a correct server causes; a test that gets here has failed. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RawStream stream;

    private RawPeer(RawStream stream) {
        this.stream = stream;
    }

    /** Connects to an address in a network, from the address the system chooses, or to a Unix socket. */
    public static RawPeer connect(SocketAddress server) throws IOException {
        return server instanceof UnixDomainSocketAddress
                ? new RawPeer(RawStream.Unix.connect(server))
                : connect(server, new Socket());
    }

    /** Connects from this address: all of 127.0.0.0/8 are addresses of this machine. */
    public static RawPeer connectFrom(String source, SocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
        return connect(server, socket);
    }

    /** Connects with a receive window of about {@code bytes}, for a peer that is slow to read; that of a Unix socket is the server's. */
    public static RawPeer connectWithWindow(int bytes, SocketAddress server) throws IOException {
        if (server instanceof UnixDomainSocketAddress) {
            return connect(server);
        }
        Socket socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        return connect(server, socket);
    }

    private static RawPeer connect(SocketAddress server, Socket socket) throws IOException {
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) PATIENCE.toMillis());
            connected = true;
            return new RawPeer(new RawStream.Tcp(socket));
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    /** Sends these bytes in one write. */
    public void send(byte[] bytes) throws IOException {
        stream.write(bytes, 0, bytes.length);
    }

    /** Sends these bytes in writes of at most {@code size}. */
    public void sendInPieces(byte[] bytes, int size) throws IOException {
        for (int at = 0; at < bytes.length; at += size) {
            stream.write(bytes, at, Math.min(size, bytes.length - at));
        }
    }

    /** Ends the sending side; replies can still be read. */
    public void halfClose() throws IOException {
        stream.endOutput();
    }

    /** Breaks the connection off; on a Unix socket that looks like its end. */
    public void reset() throws IOException {
        stream.reset();
    }

    /** Exactly so many bytes, or fewer when the stream ends before. */
    public byte[] read(int bytes) throws IOException {
        byte[] read = new byte[bytes];
        int size = 0;
        while (size < bytes) {
            int n = stream.read(read, size, bytes - size, PATIENCE);
            if (n < 0) {
                return Arrays.copyOf(read, size);
            }
            size += n;
        }
        return read;
    }

    /** One byte of reply, if one comes within this time: the way a slow peer waits between two bytes of its own. */
    public boolean hearsWithin(Duration time) throws IOException {
        try {
            stream.read(new byte[1], 0, 1, time);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** All bytes up to the end of the stream as {@link #text}, and how it ended: {@code <end>} or {@code <reset>}. */
    public String untilEnd() throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] some = new byte[64 * 1024];
        try {
            for (int n = stream.read(some, 0, some.length, PATIENCE);
                    n >= 0;
                    n = stream.read(some, 0, some.length, PATIENCE)) {
                seen.write(some, 0, n);
            }
            return text(seen.toByteArray()) + "<end>";
        } catch (SocketTimeoutException e) {
            return text(seen.toByteArray()) + "<silence>";
        } catch (SocketException e) {
            return text(seen.toByteArray()) + "<reset>";
        }
    }

    /** What a client sees that connects from this address and sends nothing: a refusal may come before connecting has returned. */
    public static String seenByConnecting(String source, SocketAddress server) throws IOException {
        try (RawPeer peer = server instanceof UnixDomainSocketAddress ? connect(server) : connectFrom(source, server)) {
            return peer.untilEnd();
        } catch (SocketException e) {
            return "<reset>";
        }
    }

    /** The address this peer connected from, on TCP. */
    public InetSocketAddress address() {
        return (InetSocketAddress) ((RawStream.Tcp) stream).socket().getLocalSocketAddress();
    }

    /** Closes normally while the test goes on. */
    public void leave() throws IOException {
        stream.close();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Bytes for a transcript: printable ASCII as it is, the rest as {@code \}{@code xNN}. */
    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            if (b >= ' ' && b < 0x7F && b != '\\' && b != '<') {
                text.append((char) b);
            } else {
                text.append(String.format(java.util.Locale.ROOT, "\\x%02x", b & 0xFF));
            }
        }
        return text.toString();
    }

    /** Latin-1: every char below 256 is the byte of that value. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
