package dev.parley.client;

import dev.parley.core.Endpoint;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsEndException;
import dev.parley.tls.TlsRefusal;
import dev.parley.tls.TlsStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** TLS over a TCP connection. An end of the server's side is one only with close_notify. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int READ_BYTES = 17 * 1024;

    private final Endpoint endpoint;
    private final TcpWire tcp;
    private final TlsStream stream;
    private final ByteBuffer received = ByteBuffer.allocate(READ_BYTES);
    /** Held while ciphertext is taken from the stream and sent, so that it leaves in order. */
    private final ReentrantLock sending = new ReentrantLock();

    private volatile boolean broken;

    private TlsWire(Endpoint endpoint, TcpWire tcp, TlsStream stream) {
        this.endpoint = endpoint;
        this.tcp = tcp;
        this.stream = stream;
    }

    /** Connects and makes the handshake, both within the connect timeout. */
    static TlsWire connect(Endpoint endpoint, ClientOptions options, boolean endsWithStream) throws IOException {
        long deadlineNanos = Deadline.after(options.connectTimeout());
        SSLContext context = options.tls() == null ? TlsContexts.client(null, null) : options.tls();
        TcpWire tcp = TcpWire.connect(endpoint, options);
        boolean connected = false;
        try {
            TlsStream stream = TlsStream.client(context, endpoint.hostOrLoopback(), endpoint.port(), endsWithStream);
            TlsWire wire = new TlsWire(endpoint, tcp, stream);
            wire.shakeHands(deadlineNanos, options);
            connected = true;
            return wire;
        } finally {
            if (!connected) {
                tcp.close();
            }
        }
    }

    private void shakeHands(long deadlineNanos, ClientOptions options) throws CannotConnectException {
        try {
            while (!stream.established()) {
                flush();
                if (tcp.receive(received.clear(), deadlineNanos) < 0) {
                    stream.inputEnded();
                }
                stream.read(received.flip(), NOTHING);
            }
            flush();
        } catch (SocketTimeoutException e) {
            throw new CannotConnectException(
                    endpoint,
                    "no TLS handshake within " + options.connectTimeout().toMillis() + " ms; is that a TLS server?");
        } catch (IOException e) {
            trySending(); // an alert, so that the server knows why
            throw new CannotConnectException(endpoint, TlsRefusal.text(e));
        }
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        try {
            stream.write(bytes);
        } catch (IOException e) {
            throw gone(e);
        }
        flush();
    }

    private void flush() throws IOException {
        sending.lock();
        try {
            sendOutput();
        } finally {
            sending.unlock();
        }
    }

    private void sendOutput() throws IOException {
        for (ByteBuffer next = stream.takeOutput(); next != null; next = stream.takeOutput()) {
            tcp.send(next);
        }
    }

    @Override
    public int receive(ByteBuffer in, long deadlineNanos) throws IOException {
        try {
            int n = stream.read(NOTHING, in);
            while (n == 0) {
                if (tcp.receive(received.clear(), deadlineNanos) < 0) {
                    stream.inputEnded();
                }
                n = stream.read(received.flip(), in);
            }
            return n;
        } catch (SSLException | TlsEndException e) {
            throw gone(e);
        } finally {
            trySending();
        }
    }

    /** What reading has brought about. A sender that holds the lock takes it along: the reader must not wait for a server to read. */
    private void trySending() {
        if (stream.hasOutput() && sending.tryLock()) {
            try {
                sendOutput();
            } catch (IOException _) {
                // The server has gone, which the next call says.
            } finally {
                sending.unlock();
            }
        }
    }

    private IOException gone(IOException e) {
        return e instanceof TlsEndException
                ? ServerClosedException.cut(endpoint)
                : ServerClosedException.because(endpoint, TlsRefusal.text(e));
    }

    @Override
    public void endOutput() throws IOException {
        stream.end();
        flush();
        tcp.endOutput();
    }

    @Override
    public void breakOnClose(boolean on) throws IOException {
        broken = on;
        tcp.breakOnClose(on);
    }

    @Override
    public void close() throws IOException {
        if (!broken) {
            try {
                stream.end();
                trySending();
            } catch (IOException _) {
                // The server has gone: it misses nothing.
            }
        }
        tcp.close();
    }
}
