package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A length, then that many bytes. The length is unsigned, big-endian, and does not count itself.
 *
 * <pre>
 *            +------+-----------------+
 *   len8     |  n   |  n bytes        |   n = 0 .. 255          (reverse, seed 000)
 *            +------+-----------------+
 *   len16    |  n  n |  n bytes       |   n = 0 .. 65,535
 *            +-------+----------------+
 *   len32    | n n n n |  n bytes     |   n = 0 .. the message limit
 *            +---------+--------------+
 * </pre>
 *
 * A length above the limit is refused as soon as the prefix is there; nothing is allocated for it.
 */
record LengthPrefix(String name, int prefixBytes, int maxPayloadBytes) implements Framing {
    static final LengthPrefix LEN8 = new LengthPrefix("len8", 1, 0xFF);
    static final LengthPrefix LEN16 = new LengthPrefix("len16", 2, 0xFFFF);
    static final LengthPrefix LEN32 = new LengthPrefix("len32", 4, Integer.MAX_VALUE - 4);

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(prefixBytes, maxMessageBytes, tooLong, null);
    }

    @Override
    public int overheadBytes(int payloadBytes) {
        return prefixBytes;
    }

    @Override
    public void begin(int payloadBytes, ByteBuffer out) {
        if (payloadBytes > maxPayloadBytes) {
            throw new IllegalArgumentException(
                    name + " carries at most " + maxPayloadBytes + " bytes, not " + payloadBytes);
        }
        switch (prefixBytes) {
            case 1 -> out.put((byte) payloadBytes);
            case 2 -> out.putShort((short) payloadBytes);
            default -> out.putInt(payloadBytes);
        }
    }

    private static final class Cutter implements Deframer {
        private final int prefixBytes;
        private final int maxMessageBytes;
        private final TooLong tooLong;
        private final @Nullable OneView view;
        /** What is still to be thrown away of a truncated message. */
        private long surplusBytes;

        Cutter(int prefixBytes, int maxMessageBytes, TooLong tooLong, @Nullable OneView view) {
            this.prefixBytes = prefixBytes;
            this.maxMessageBytes = maxMessageBytes;
            this.tooLong = tooLong;
            this.view = view;
        }

        @Override
        public Deframer withOneView() {
            return new Cutter(prefixBytes, maxMessageBytes, tooLong, new OneView());
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
            if (surplusBytes > 0 && !surplusIsGone(in)) {
                return null;
            }
            int at = in.position();
            int available = in.remaining() - prefixBytes;
            if (available < 0) {
                return null;
            }
            long announced = length(in, at);
            int kept = announced <= maxMessageBytes ? (int) announced : cut(announced);
            if (available < kept) {
                return null;
            }
            surplusBytes = announced - kept;
            in.position(at + prefixBytes + kept);
            return OneView.frame(view, in, at + prefixBytes, kept);
        }

        private boolean surplusIsGone(ByteBuffer in) {
            int skipped = (int) Math.min(surplusBytes, in.remaining());
            in.position(in.position() + skipped);
            surplusBytes -= skipped;
            return surplusBytes == 0;
        }

        private long length(ByteBuffer in, int at) {
            return switch (prefixBytes) {
                case 1 -> in.get(at) & 0xFF;
                case 2 -> in.getShort(at) & 0xFFFF;
                default -> in.getInt(at) & 0xFFFF_FFFFL;
            };
        }

        private int cut(long announced) throws ProtocolException {
            if (tooLong == TooLong.REJECT) {
                throw new ProtocolException.TooLarge(announced, maxMessageBytes);
            }
            return maxMessageBytes;
        }

        @Override
        public boolean truncated() {
            return surplusBytes > 0;
        }

        @Override
        public boolean discarding() {
            return surplusBytes > 0;
        }

        @Override
        public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
            if (surplusBytes > 0 || rest.hasRemaining()) {
                throw new ProtocolException.UnexpectedEnd(rest.remaining());
            }
            return null;
        }
    }
}
