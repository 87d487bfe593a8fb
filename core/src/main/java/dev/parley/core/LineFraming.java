package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Text lines: a message ends at LF; a CR just before it belongs to the line end. A last line without LF counts.
 *
 * <pre>
 *   +---------------------------+----+      +--------------------+----+----+
 *   |  payload, no LF in it     | LF |  or  |  payload           | CR | LF |
 *   +---------------------------+----+      +--------------------+----+----+
 * </pre>
 *
 * Written lines end with LF alone. A payload with an LF cannot be written; one that ends in CR comes back without it.
 */
record LineFraming() implements Framing {
    static final LineFraming LINE = new LineFraming();
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    @Override
    public String name() {
        return "line";
    }

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(maxMessageBytes, tooLong, null);
    }

    @Override
    public int maxPayloadBytes() {
        return Integer.MAX_VALUE - 1;
    }

    @Override
    public int overheadBytes(int payloadBytes) {
        return 1;
    }

    @Override
    public void finish(int payloadStart, ByteBuffer out) {
        for (int i = payloadStart; i < out.position(); i++) {
            if (out.get(i) == LF) {
                throw new IllegalArgumentException("the line framing cannot carry a message with a line feed in it");
            }
        }
        out.put(LF);
    }

    private static final class Cutter implements Deframer {
        private final int maxMessageBytes;
        private final TooLong tooLong;
        private final @Nullable OneView view;
        /** Bytes after the position already searched, so that a line arriving byte by byte is searched once. */
        private int searchedBytes;
        /** A truncated line has been handed out; its rest up to LF is thrown away. */
        private boolean skipping;

        private boolean truncated;

        Cutter(int maxMessageBytes, TooLong tooLong, @Nullable OneView view) {
            this.maxMessageBytes = maxMessageBytes;
            this.tooLong = tooLong;
            this.view = view;
        }

        @Override
        public Deframer withOneView() {
            return new Cutter(maxMessageBytes, tooLong, new OneView());
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
            while (true) {
                int start = in.position();
                int lf = find(in, start + searchedBytes);
                if (lf < 0) {
                    searchedBytes = in.limit() - start;
                    return skipping ? dropped(in) : tooLongSoFar(in, start);
                }
                searchedBytes = 0;
                in.position(lf + 1);
                if (!skipping) {
                    int end = lf > start && in.get(lf - 1) == CR ? lf - 1 : lf;
                    return OneView.frame(view, in, start, allowed(end - start));
                }
                skipping = false;
            }
        }

        private static int find(ByteBuffer in, int from) {
            for (int i = from; i < in.limit(); i++) {
                if (in.get(i) == LF) {
                    return i;
                }
            }
            return -1;
        }

        private @Nullable ByteBuffer dropped(ByteBuffer in) {
            in.position(in.limit());
            searchedBytes = 0;
            return null;
        }

        /** No LF yet. One byte above the limit may still be the CR of a line end. */
        private @Nullable ByteBuffer tooLongSoFar(ByteBuffer in, int start) throws ProtocolException {
            int size = in.limit() - start;
            if (size <= maxMessageBytes || (size == maxMessageBytes + 1 && in.get(in.limit() - 1) == CR)) {
                return null;
            }
            ByteBuffer line = OneView.frame(view, in, start, allowed(size));
            skipping = true;
            dropped(in);
            return line;
        }

        private int allowed(int size) throws ProtocolException {
            truncated = size > maxMessageBytes;
            if (!truncated) {
                return size;
            }
            if (tooLong == TooLong.REJECT) {
                throw new ProtocolException.TooLarge(size, maxMessageBytes);
            }
            return maxMessageBytes;
        }

        @Override
        public boolean truncated() {
            return truncated;
        }

        @Override
        public boolean discarding() {
            return skipping;
        }

        @Override
        public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
            if (skipping || !rest.hasRemaining()) {
                rest.position(rest.limit());
                return null;
            }
            ByteBuffer line = OneView.frame(view, rest, rest.position(), allowed(rest.remaining()));
            rest.position(rest.limit());
            return line;
        }
    }
}
