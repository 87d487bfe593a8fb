package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An outbox in memory: for clients, which write each request immediately, and for tests. One thread at a time. */
public final class BufferOutbox implements Outbox {
    private static final int FIRST_BYTES = 256;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES);
    private int committedBytes;

    @Override
    public ByteBuffer room(int bytes) {
        buffer.position(committedBytes);
        if (buffer.remaining() < bytes) {
            buffer = ByteBuffer.allocate(Capacity.grown(buffer.capacity(), (long) committedBytes + bytes))
                    .put(buffer.flip());
        }
        return buffer;
    }

    @Override
    public void commit(@Nullable Delivery delivery) {
        committedBytes = buffer.position();
        if (delivery != null) {
            delivery.delivered();
        }
    }

    @Override
    public int unsentBytes() {
        return committedBytes;
    }

    /** Everything committed since the last take; valid until the next {@link #room}. */
    public ByteBuffer take() {
        ByteBuffer taken = buffer.duplicate().limit(committedBytes).position(0);
        committedBytes = 0;
        return taken;
    }
}
