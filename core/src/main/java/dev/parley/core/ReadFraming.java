package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one read returned is one message: the framing of programs that define none.
 *
 * <pre>
 *   +-----------------+ gap in time +----------+
 *   |  one message    |             |  another |
 *   +-----------------+             +----------+
 * </pre>
 *
 * Two messages sent without a gap arrive as one, and a long one may arrive as two; so it is for peers that send, wait
 * for the reply, and send again. What exceeds the message limit is the next message, as it is for a program that calls
 * {@code recv(limit)}.
 */
record ReadFraming() implements Framing {
    static final ReadFraming READ = new ReadFraming();

    @Override
    public String name() {
        return "read";
    }

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(maxMessageBytes, null);
    }

    private record Cutter(int maxMessageBytes, @Nullable OneView view) implements Deframer {
        @Override
        public Deframer withOneView() {
            return new Cutter(maxMessageBytes, new OneView());
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) {
            if (!in.hasRemaining()) {
                return null;
            }
            int size = Math.min(in.remaining(), maxMessageBytes);
            ByteBuffer message = OneView.frame(view, in, in.position(), size);
            in.position(in.position() + size);
            return message;
        }

        @Override
        public boolean truncated() {
            return false;
        }

        @Override
        public @Nullable ByteBuffer end(ByteBuffer rest) {
            return next(rest);
        }
    }
}
