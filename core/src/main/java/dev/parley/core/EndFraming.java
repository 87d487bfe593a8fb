package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The whole stream is the message: it ends where the peer ends its sending side.
 *
 * <pre>
 *   connect +---------------------------------+ end of stream
 *           |  payload, nothing around it     |
 *           +---------------------------------+
 * </pre>
 *
 * An end without a byte before it is an empty message. A stream that is reset has no message.
 */
record EndFraming() implements Framing {
    static final EndFraming END = new EndFraming();

    @Override
    public String name() {
        return "end";
    }

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(maxMessageBytes, tooLong);
    }

    @Override
    public boolean endsWithStream() {
        return true;
    }

    private static final class Cutter implements Deframer {
        private final int maxMessageBytes;
        private final TooLong tooLong;
        private boolean truncated;

        Cutter(int maxMessageBytes, TooLong tooLong) {
            this.maxMessageBytes = maxMessageBytes;
            this.tooLong = tooLong;
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
            if (in.remaining() > maxMessageBytes) {
                if (tooLong == TooLong.REJECT) {
                    throw new ProtocolException.TooLarge(in.remaining(), maxMessageBytes);
                }
                truncated = true;
                in.limit(in.position() + maxMessageBytes);
            }
            return null;
        }

        @Override
        public ByteBuffer end(ByteBuffer rest) throws ProtocolException {
            next(rest);
            ByteBuffer message = rest.slice();
            rest.position(rest.limit());
            return message;
        }

        @Override
        public boolean truncated() {
            return truncated;
        }
    }
}
