package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a session writes messages; the engine sends them on. Used by the thread that runs the session, during a call to
 * that session.
 */
public interface Outbox {
    /**
     * Room for one message: a buffer with at least {@code bytes} remaining, to be written from its position. It stays the
     * outbox's. Rolled back by not calling {@link #commit} and requesting room again after resetting its position.
     */
    ByteBuffer room(int bytes);

    /** What was written into the last {@link #room} is one complete message. */
    void commit(@Nullable Delivery delivery);

    /** True when all outboxes together keep more than they should: a conversation with unsent bytes should not add to them. */
    default boolean crowded() {
        return false;
    }

    /** Bytes committed that the operating system has not taken yet. */
    int unsentBytes();
}
