package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A TCP connection. */
record TcpWire(Endpoint endpoint, ClientOptions options, Socket socket, WriteDeadline writes) implements Wire {
    /** A reset is sent when a request arrives that will not be read, a round trip after the end at the latest. */
    private static final long RESET_MILLIS = 50;

    static TcpWire connect(Endpoint endpoint, ClientOptions options) throws IOException {
        long deadlineNanos = Deadline.after(options.connectTimeout());
        SocketAddress address = ServerAddress.of(endpoint, options.connectTimeout());
        Socket socket = new Socket();
        try {
            socket.connect(address, Deadline.millisLeft(deadlineNanos));
            socket.setTcpNoDelay(true);
            return new TcpWire(endpoint, options, socket, new WriteDeadline(socket, options.replyTimeout()));
        } catch (IOException e) {
            socket.close();
            throw new CannotConnectException(endpoint, reason(e, options));
        }
    }

    private static String reason(IOException e, ClientOptions options) {
        return switch (e) {
            case SocketTimeoutException t ->
                "no answer within " + options.connectTimeout().toMillis() + " ms";
            case ConnectException c -> "connection refused; is a server listening there?";
            case NoRouteToHostException r -> "no route to the host";
            default -> String.valueOf(e.getMessage());
        };
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        try {
            if (!writes.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining())) {
                throw ReplyTimeoutException.notTaken(endpoint, options.replyTimeout());
            }
        } catch (SocketException e) {
            throw gone(e);
        }
    }

    @Override
    public int receive(ByteBuffer in, long deadlineNanos) throws IOException {
        try {
            socket.setSoTimeout(Deadline.millisLeft(deadlineNanos));
            int n = socket.getInputStream().read(in.array(), in.arrayOffset() + in.position(), in.remaining());
            in.position(in.position() + Math.max(0, n));
            return n;
        } catch (SocketException e) {
            throw gone(e);
        }
    }

    private IOException gone(SocketException e) {
        return socket.isClosed() ? e : ServerClosedException.byReset(endpoint);
    }

    @Override
    public void endOutput() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            throw gone(e);
        }
    }

    /** The system reports a reset that came behind the end only to a writer. */
    @Override
    public boolean resetFollows() {
        try {
            TimeUnit.MILLISECONDS.sleep(RESET_MILLIS);
            socket.getOutputStream().write(0);
            return false;
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** No time to linger means a reset (RFC 9293, 3.10.5: abort). */
    @Override
    public void breakOnClose(boolean broken) throws IOException {
        try {
            socket.setSoLinger(broken, 0);
        } catch (SocketException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        writes.closed();
    }
}
