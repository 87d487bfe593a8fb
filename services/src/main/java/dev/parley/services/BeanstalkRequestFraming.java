package dev.parley.services;

import dev.parley.core.Deframer;
import dev.parley.core.Framing;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Commands of the beanstalk protocol: a line that ends with CR LF and, behind a right {@code put}, a counted body and CR LF.
 *
 * <pre>
 *   | put 100 0 60 5 CR LF | hello CR LF |        one frame, without its last CR LF checked
 *   | reserve CR LF |                              one frame
 * </pre>
 *
 * A line of more than {@value #LONGEST_LINE} bytes is thrown away up to its end, and comes as {@link #TOO_LONG}. A body that is too big
 * is thrown away, and its {@code put} comes as {@link #TOO_BIG}. Source: the protocol text of beanstalkd, and its version 1.12.
 */
record BeanstalkRequestFraming() implements Framing {
    static final BeanstalkRequestFraming REQUESTS = new BeanstalkRequestFraming();
    /** With its CR LF. */
    static final int LONGEST_LINE = 224;
    /** CR LF behind a line, and behind a body. */
    static final int END_BYTES = 2;
    /** In place of a line that was thrown away. No line that is right has a NUL in it. */
    static final byte[] TOO_LONG = {0};
    /** In place of a put whose body was thrown away. */
    static final byte[] TOO_BIG = {0, 0};

    @Override
    public String name() {
        return "beanstalk";
    }

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(maxMessageBytes);
    }

    /** Where the CR of the first CR LF is; -1 where there is none. */
    static int endOfLine(ByteBuffer in, int from) {
        for (int i = from; i < in.limit() - 1; i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static final class Cutter implements Deframer {
        private final int maxBodyBytes;
        /** Bytes after the position that hold no end of a line. */
        private int searched;
        /** Bytes of the put under way with its body; 0 while its line is not read. */
        private int frameBytes;
        /** A line that is too long is being thrown away. */
        private boolean skippingLine;
        /** Bytes of a body that is too big, still to come. */
        private long skippingBody;

        private boolean tooBig;

        Cutter(int maxBodyBytes) {
            this.maxBodyBytes = maxBodyBytes;
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) {
            if (tooBig) {
                return bodySkipped(in);
            }
            if (skippingLine) {
                return lineSkipped(in);
            }
            if (frameBytes > 0) {
                return whole(in);
            }
            int start = in.position();
            int end = endOfLine(in, start + searched);
            if (end >= 0 && end + END_BYTES - start <= LONGEST_LINE) {
                searched = 0;
                return line(in, end - start);
            }
            if (end < 0 && in.remaining() < LONGEST_LINE) {
                searched = Math.max(0, in.remaining() - 1); // the last may be a CR
                return null;
            }
            searched = 0;
            skippingLine = true;
            return lineSkipped(in);
        }

        private @Nullable ByteBuffer lineSkipped(ByteBuffer in) {
            int end = endOfLine(in, in.position());
            if (end < 0) {
                boolean cr = in.hasRemaining() && in.get(in.limit() - 1) == '\r';
                in.position(in.limit() - (cr ? 1 : 0));
                return null;
            }
            in.position(end + END_BYTES);
            skippingLine = false;
            return ByteBuffer.wrap(TOO_LONG);
        }

        private @Nullable ByteBuffer line(ByteBuffer in, int lengthBytes) {
            int start = in.position();
            byte[] line = new byte[lengthBytes];
            in.get(start, line);
            long body = BeanstalkRequests.bodyBytes(line);
            if (body > maxBodyBytes) {
                in.position(start + lengthBytes + END_BYTES);
                skippingBody = body + END_BYTES;
                tooBig = true;
                return bodySkipped(in);
            }
            if (body >= 0 && BeanstalkRequests.isWholePut(line)) {
                frameBytes = lengthBytes + END_BYTES + (int) body + END_BYTES;
                return whole(in);
            }
            in.position(start + lengthBytes + END_BYTES);
            return ByteBuffer.wrap(line);
        }

        private @Nullable ByteBuffer whole(ByteBuffer in) {
            if (in.remaining() < frameBytes) {
                return null;
            }
            ByteBuffer frame = in.slice(in.position(), frameBytes);
            in.position(in.position() + frameBytes);
            frameBytes = 0;
            return frame;
        }

        private @Nullable ByteBuffer bodySkipped(ByteBuffer in) {
            int skipped = (int) Math.min(skippingBody, in.remaining());
            in.position(in.position() + skipped);
            skippingBody -= skipped;
            if (skippingBody > 0) {
                return null;
            }
            tooBig = false;
            return ByteBuffer.wrap(TOO_BIG);
        }

        @Override
        public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
            int left = rest.remaining();
            rest.position(rest.limit());
            if (left > 0 || tooBig || skippingLine) {
                throw new ProtocolException.UnexpectedEnd(left);
            }
            return null;
        }

        @Override
        public boolean truncated() {
            return false;
        }

        @Override
        public boolean discarding() {
            return skippingLine || tooBig;
        }
    }
}
