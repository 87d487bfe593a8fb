package dev.parley.load;

import dev.parley.core.Deframer;
import dev.parley.core.OneView;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replies without a boundary of their own, cut by what is expected. "What one read returned" would take half of a long
 * reply for the whole, and an honest load must not call that a wrong reply. What begins differently is handed out at once.
 *
 * @param expected the next reply; null when none is awaited, and then everything that comes is one
 * @param view of each of them, in turn
 */
record ExpectedReplyDeframer(Supplier<@Nullable ByteBuffer> expected, OneView view) implements Deframer {
    ExpectedReplyDeframer(Supplier<@Nullable ByteBuffer> expected) {
        this(expected, new OneView());
    }

    @Override
    public @Nullable ByteBuffer next(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return null;
        }
        ByteBuffer reply = expected.get();
        int size = in.remaining();
        if (reply != null && reply.remaining() != size) {
            boolean startsLikeIt = reply.mismatch(in) == Math.min(reply.remaining(), size);
            if (startsLikeIt && size < reply.remaining()) {
                return null;
            }
            size = Math.min(size, reply.remaining());
        }
        ByteBuffer message = OneView.frame(view, in, in.position(), size);
        in.position(in.position() + size);
        return message;
    }

    @Override
    public @Nullable ByteBuffer end(ByteBuffer rest) {
        ByteBuffer message = rest.hasRemaining() ? rest.slice() : null;
        rest.position(rest.limit());
        return message;
    }

    @Override
    public boolean truncated() {
        return false;
    }
}
