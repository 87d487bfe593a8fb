package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A view of the buffer a deframer is offered, moved from message to message. As long as it is the same buffer, no message costs an
 * object. One thread at a time.
 */
public final class OneView {
    private @Nullable ByteBuffer of;
    private @Nullable ByteBuffer view;

    /**
     * The bytes of a message where they stand.
     *
     * @param reused what is moved there; null for a view of the message's own
     */
    public static ByteBuffer frame(@Nullable OneView reused, ByteBuffer in, int start, int bytes) {
        return reused == null ? in.slice(start, bytes) : reused.moved(in, start, bytes);
    }

    @SuppressWarnings("ReferenceEquality") // the same bytes elsewhere are not the same buffer
    private ByteBuffer moved(ByteBuffer in, int start, int bytes) {
        ByteBuffer moved = view;
        if (moved == null || of != in) {
            moved = in.duplicate();
            of = in;
            view = moved;
        }
        return moved.clear().position(start).limit(start + bytes);
    }
}
