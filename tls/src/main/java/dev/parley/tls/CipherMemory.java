package dev.parley.tls;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The connection as tls-channel sees it: ciphertext that was received is read from here, and ciphertext to send is written here. It takes
 * all that is written, so that tls-channel never has a part of a record left over; how much that is, is bounded by what its owner writes
 * before it takes the output. Holds no memory while nothing waits.
 */
final class CipherMemory implements ByteChannel {
    private static final int SMALLEST_OUTPUT_BYTES = 512;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Received: first what is left of an earlier call, then the caller's own buffer. */
    private @Nullable ByteBuffer rest;

    private ByteBuffer lent = NOTHING;
    private @Nullable ByteBuffer output;
    private boolean inputEnded;

    /** Reads from this buffer until {@link #keepRest}. */
    void lend(ByteBuffer received) {
        lent = received;
    }

    /** Takes over what was not read of the lent buffer, which is the caller's again. */
    void keepRest() {
        int left = lent.remaining();
        if (left > 0) {
            ByteBuffer before = rest;
            int kept = before == null ? 0 : before.remaining();
            ByteBuffer all = ByteBuffer.allocate(kept + left);
            if (before != null) {
                all.put(before);
            }
            rest = all.put(lent).flip();
        }
        lent = NOTHING;
    }

    /** Nothing more will be received. */
    void endInput() {
        inputEnded = true;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** All that is to be sent, or null when nothing is; the caller's from now on. */
    @Nullable
    ByteBuffer takeOutput() {
        ByteBuffer taken = output;
        output = null;
        return taken == null ? null : taken.flip();
    }

    boolean hasOutput() {
        return output != null;
    }

    @Override
    public int read(ByteBuffer into) {
        ByteBuffer from = rest == null ? lent : rest;
        int size = Math.min(from.remaining(), into.remaining());
        into.put(into.position(), from, from.position(), size).position(into.position() + size);
        from.position(from.position() + size);
        if (rest != null && !rest.hasRemaining()) {
            rest = null;
        }
        return size == 0 && inputEnded ? -1 : size;
    }

    @Override
    public int write(ByteBuffer from) {
        int size = from.remaining();
        ByteBuffer held = output;
        if (held == null) {
            held = ByteBuffer.allocate(Math.max(size, SMALLEST_OUTPUT_BYTES));
        } else if (held.remaining() < size) {
            held = ByteBuffer.allocate(Math.max(held.position() + size, 2 * held.capacity()))
                    .put(held.flip());
        }
        output = held.put(from);
        return size;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // Memory alone.
    }
}
