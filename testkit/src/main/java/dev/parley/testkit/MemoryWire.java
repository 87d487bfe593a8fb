package dev.parley.testkit;

import dev.parley.engine.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A wire in memory whose peer is the test: it decides what arrives, how much room there is, and when the peer leaves. */
public final class MemoryWire implements Wire {
    private final Queue<ByteBuffer> arriving = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int room = Integer.MAX_VALUE;
    private Wants wants = Wants.NOTHING;
    private boolean established = true;
    private boolean peerEnded;
    private boolean endBlocked;
    private boolean outputEnded;
    private boolean abortive;
    private boolean closed;
    private @Nullable IOException failure;

    /** These bytes arrive, for one read. */
    public void arrives(byte... bytes) {
        arriving.add(ByteBuffer.wrap(bytes.clone()));
    }

    /** The peer ends its sending side behind what has arrived. */
    public void peerEnds() {
        peerEnded = true;
    }

    /** The peer resets the connection: every later read and write fails. */
    public void peerResets() {
        failure = new IOException("Connection reset");
    }

    /** So many bytes can be written from now on. */
    public void roomFor(int bytes) {
        room = bytes;
    }

    /** What the wire waits for on its own account from now on. */
    public void wants(Wants now) {
        wants = now;
    }

    /** Whether its handshake is done, from now on. */
    public void establish(boolean done) {
        established = done;
    }

    /** Whether the end of the output finds no room. */
    public void blockEnd(boolean blocked) {
        endBlocked = blocked;
    }

    /** All bytes written since the last call. */
    public byte[] takeWritten() {
        byte[] bytes = written.toByteArray();
        written.reset();
        return bytes;
    }

    /** True once our sending side was ended. */
    public boolean outputEnded() {
        return outputEnded;
    }

    public boolean closed() {
        return closed;
    }

    /** True once it was closed and the peer saw a reset. */
    public boolean wasReset() {
        return closed && abortive;
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        failIfGone();
        ByteBuffer next = arriving.peek();
        if (next == null) {
            return peerEnded ? -1 : 0;
        }
        int size = Math.min(next.remaining(), in.remaining());
        in.put(next.slice(next.position(), size));
        next.position(next.position() + size);
        if (!next.hasRemaining()) {
            arriving.remove();
        }
        return size;
    }

    @Override
    public int write(ByteBuffer out) throws IOException {
        failIfGone();
        int size = Math.min(out.remaining(), room);
        byte[] taken = new byte[size];
        out.get(taken);
        written.writeBytes(taken);
        room -= size;
        return size;
    }

    private void failIfGone() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IOException("closed");
        }
    }

    @Override
    public Wants wants() {
        return wants;
    }

    @Override
    public boolean established() {
        return established;
    }

    @Override
    public boolean buffered() {
        return !arriving.isEmpty();
    }

    @Override
    public boolean endOutput() throws IOException {
        failIfGone();
        outputEnded = !endBlocked;
        return outputEnded;
    }

    @Override
    public void endInput() {
        peerEnded = true;
    }

    @Override
    public void abortive(boolean on) {
        abortive = on;
    }

    @Override
    public void close() {
        closed = true;
    }
}
