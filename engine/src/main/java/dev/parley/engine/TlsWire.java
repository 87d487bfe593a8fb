package dev.parley.engine;

import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * TLS over TCP. Blocks if its channel does, and then only in the channel: no lock is held while it waits for bytes.
 *
 * <p>An end counts as one only with close_notify. So {@link #endOutput} and a normal {@link #close} send it, and an abortive close does not.
 */
public final class TlsWire implements Wire {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int SMALLEST_READ_BYTES = 4 * 1024;
    private static final int LONGEST_READ_BYTES = 64 * 1024;
    /** What is encrypted before the socket has to take it: bounds the ciphertext a slow peer can leave with us. */
    private static final int WRITE_BYTES = 64 * 1024;
    /** For close_notify to be taken, where a channel blocks. */
    private static final Duration LAST_WRITE = Duration.ofSeconds(1);

    private final SocketChannel channel;
    private final TlsStream stream;
    /** Held while ciphertext is taken from the stream and sent, so that it leaves in order. */
    private final ReentrantLock sending = new ReentrantLock();

    private final AtomicBoolean closed = new AtomicBoolean();
    private int readBytes = SMALLEST_READ_BYTES;
    /** The last read of the socket took all that it had room for. */
    private boolean filled;
    /** The last read gave nothing, and has left something in the socket. */
    private boolean moreArrived;
    /** Ciphertext the socket has not taken; behind {@link #sending}. */
    private @Nullable ByteBuffer unsent;

    private volatile boolean hasUnsent;
    /**
     * The last byte of what was written is encrypted, but counts as not taken while the socket has not taken its record. So the unsent
     * ciphertext has a byte that stands for it where deadlines and interest are decided.
     */
    private boolean lastByteHeldBack;
    /** The conversation has unsent bytes as long as we have, and watches for room on its own. */
    private boolean conversationWaits;

    private volatile boolean outputEnded;
    private volatile boolean inputShut;
    private volatile boolean abortive;

    private TlsWire(SocketChannel channel, TlsStream stream) {
        this.channel = channel;
        this.stream = stream;
    }

    /** Wires of a server; each fetches its context anew. */
    public static WireFactory of(TlsServer server) {
        return channel -> new TlsWire(channel, server.open());
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        send();
        if (outputEnded) { // read to be thrown away: what it says does not matter, only when it ends
            return channel.read(in);
        }
        if (owesRecords()) {
            return 0;
        }
        boolean wasEstablished = stream.established();
        moreArrived = false;
        int n = decrypt(NOTHING, in);
        if (n == 0 && in.hasRemaining()) {
            n = receive(in);
        }
        if (abortive && !wasEstablished && stream.established()) {
            linger();
        }
        return n;
    }

    /** Once only: records without a byte for the conversation may come without end, and others wait for this thread. */
    private int receive(ByteBuffer in) throws IOException {
        ByteBuffer received = ByteBuffer.allocate(nextReadBytes());
        int arrived = channel.read(received);
        filled = arrived == received.capacity();
        fit(arrived);
        if (arrived < 0 && inputShut) {
            return -1;
        } else if (arrived < 0) {
            stream.inputEnded();
        } else if (arrived == 0) {
            return 0;
        }
        int n = decrypt(received.flip(), in);
        moreArrived = n == 0 && filled;
        return n;
    }

    /**
     * What was read has made records of TLS's own, such as the answer to a key update, behind ciphertext that the socket does not take:
     * until it does nothing is read, or a peer that takes nothing could have us hold as many as it likes.
     */
    private boolean owesRecords() {
        return hasUnsent && stream.hasOutput();
    }

    private int decrypt(ByteBuffer received, ByteBuffer in) throws IOException {
        try {
            return stream.read(received, in);
        } finally {
            send(); // the handshake's next step, or an alert
        }
    }

    /** A read that may wait for long holds nothing large meanwhile, unless bytes are probably there. */
    private int nextReadBytes() {
        return channel.isBlocking() && !filled ? SMALLEST_READ_BYTES : readBytes;
    }

    private void fit(int arrived) {
        if (filled) {
            readBytes = Math.min(2 * readBytes, LONGEST_READ_BYTES);
        } else if (arrived < readBytes / 4) {
            readBytes = Math.max(readBytes / 2, SMALLEST_READ_BYTES);
        }
    }

    @Override
    public int write(ByteBuffer out) throws IOException {
        send();
        conversationWaits = hasUnsent;
        if (hasUnsent) {
            return 0;
        }
        int before = out.position();
        if (lastByteHeldBack && out.hasRemaining()) {
            out.get();
            lastByteHeldBack = false;
        }
        while (out.hasRemaining() && !hasUnsent) {
            int size = Math.min(out.remaining(), WRITE_BYTES);
            int taken = stream.write(out.slice(out.position(), size));
            if (taken == 0) {
                break;
            }
            out.position(out.position() + taken);
            send();
        }
        if (hasUnsent && !out.hasRemaining() && out.position() > before) {
            out.position(out.position() - 1);
            lastByteHeldBack = true;
        }
        conversationWaits = hasUnsent;
        return out.position() - before;
    }

    /** Sends what the socket takes; one that blocks takes all. */
    private void send() throws IOException {
        if (!hasUnsent && !stream.hasOutput()) {
            return;
        }
        sending.lock();
        try {
            ByteBuffer next = unsent == null ? stream.takeOutput() : unsent;
            while (next != null) {
                channel.write(next);
                if (next.hasRemaining() && !channel.isBlocking()) {
                    break;
                }
                next = next.hasRemaining() ? next : stream.takeOutput();
            }
            unsent = next;
        } finally {
            hasUnsent = unsent != null;
            sending.unlock();
        }
    }

    @Override
    public Wants wants() {
        if (outputEnded || (stream.established() && (!hasUnsent || (conversationWaits && !owesRecords())))) {
            return Wants.NOTHING;
        }
        return hasUnsent ? Wants.TO_WRITE : Wants.TO_READ;
    }

    @Override
    public boolean established() {
        return stream.established();
    }

    @Override
    public boolean buffered() {
        return (stream.mayHaveMore() || moreArrived) && !outputEnded;
    }

    @Override
    public boolean writesItsEnd() {
        return true;
    }

    @Override
    public boolean endOutput() throws IOException {
        if (!outputEnded) {
            outputEnded = true;
            if (stream.established()) {
                stream.end();
            }
        }
        send();
        if (hasUnsent) {
            return false;
        }
        channel.shutdownOutput();
        return true;
    }

    @Override
    public void endInput() throws IOException {
        inputShut = true;
        channel.shutdownInput();
    }

    /** Takes effect when the handshake is done: before, no end can be taken for a message's, and an alert has to get through. */
    @Override
    public void abortive(boolean on) {
        abortive = on;
        if (stream.established() || !on) {
            linger();
        }
    }

    private void linger() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, abortive ? 0 : -1);
        } catch (IOException e) { // closed already
            LOG.log(System.Logger.Level.DEBUG, "how a connection ends cannot be set", e);
        }
    }

    @Override
    public void close() {
        boolean first = closed.compareAndSet(false, true);
        if (!first || abortive || outputEnded || !stream.established()) {
            closeChannel();
        } else if (channel
                .isBlocking()) { // its thread may wait in read, and a peer that takes nothing must not hold up ours
            Thread.ofVirtual().name("parley-tls-end").start(this::endThenClose);
        } else {
            end();
            closeChannel();
        }
    }

    private void endThenClose() {
        try {
            Thread.ofVirtual().name("parley-tls-end").start(this::end).join(LAST_WRITE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeChannel();
        }
    }

    private void end() {
        try {
            stream.end();
            send();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a peer that did not take close_notify", e);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }
}
