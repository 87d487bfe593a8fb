package dev.parley.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.core.Deframer;
import dev.parley.core.Framing;
import dev.parley.core.OneView;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Replies of the beanstalk protocol: a line that ends with CR LF and, behind some, a body of as many bytes as the line says, and CR LF. A
 * batch is a line with the number of its messages, and each of these as it is alone.
 *
 * <pre>
 *   | RESERVED 7 5 CR LF | hello CR LF |                                                   one frame
 *   | INSERTED 8 CR LF |                                                                   one frame
 *   | RESERVED_BATCH 2 CR LF | RESERVED 7 5 CR LF | hello CR LF | RESERVED 8 0 CR LF | CR LF |   one frame
 * </pre>
 */
record BeanstalkReplyFraming() implements Framing {
    static final BeanstalkReplyFraming REPLIES = new BeanstalkReplyFraming();
    private static final int LONGEST_LINE = 1024;
    /** Besides its bodies, which the limit of a message bounds. */
    private static final int LONGEST_BATCH_LINES = 64 << 10;

    @Override
    public String name() {
        return "beanstalk";
    }

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(maxMessageBytes, null);
    }

    private static final class Cutter implements Deframer {
        private final int maxBodyBytes;
        private final @Nullable OneView view;
        /** Bytes of the reply under way whose lines are there, with their bodies; 0 at its begin. */
        private long frameBytes;
        /** Of these, the bodies. */
        private long bodyBytes;
        /** Lines of the reply under way that are not there yet. */
        private long linesLeft = 1;
        /** Bytes of the next line that hold no end. */
        private int searched;

        Cutter(int maxBodyBytes, @Nullable OneView view) {
            this.maxBodyBytes = maxBodyBytes;
            this.view = view;
        }

        @Override
        public Deframer withOneView() {
            return new Cutter(maxBodyBytes, new OneView());
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
            while (linesLeft > 0) {
                if (in.remaining() < frameBytes || !lineIsThere(in, in.position() + (int) frameBytes)) {
                    return null;
                }
            }
            if (in.remaining() < frameBytes) {
                return null;
            }
            ByteBuffer frame = OneView.frame(view, in, in.position(), (int) frameBytes);
            in.position(in.position() + (int) frameBytes);
            frameBytes = 0;
            bodyBytes = 0;
            linesLeft = 1;
            return frame;
        }

        private boolean lineIsThere(ByteBuffer in, int start) throws ProtocolException {
            int end = BeanstalkRequestFraming.endOfLine(in, start + searched);
            int length = (end < 0 ? in.limit() : end) - start;
            if (length > LONGEST_LINE) {
                throw new ProtocolException.TooLarge(length, LONGEST_LINE);
            }
            searched = end < 0 ? Math.max(0, length - 1) : 0; // the last may be a CR
            if (end < 0) {
                return false;
            }
            ReplyLine line = new ReplyLine(in, start, end);
            boolean first = frameBytes == 0;
            long batch = first ? line.messages() : ReplyLine.NONE;
            long body = line.bodyBytes();
            if (!first && (body == ReplyLine.NONE || !line.isReserved())) {
                throw new ProtocolException.Malformed("a batch of messages in which one is missing");
            }
            linesLeft += Math.max(0, batch) - 1;
            frameBytes += length + BeanstalkRequestFraming.END_BYTES;
            if (body != ReplyLine.NONE) {
                frameBytes += body + BeanstalkRequestFraming.END_BYTES;
                bodyBytes += body;
            }
            requireWithinLimits();
            return true;
        }

        private void requireWithinLimits() throws ProtocolException {
            if (bodyBytes > maxBodyBytes || frameBytes > Integer.MAX_VALUE) {
                throw new ProtocolException.TooLarge(bodyBytes, maxBodyBytes);
            }
            if (frameBytes - bodyBytes > LONGEST_BATCH_LINES) {
                throw new ProtocolException.TooLarge(frameBytes - bodyBytes, LONGEST_BATCH_LINES);
            }
        }

        @Override
        public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
            int left = rest.remaining();
            rest.position(rest.limit());
            if (left > 0) {
                throw new ProtocolException.UnexpectedEnd(left);
            }
            return null;
        }

        @Override
        public boolean truncated() {
            return false;
        }
    }

    /** The line of a reply, read where it stands: a load has some hundred thousand of them a second. */
    private record ReplyLine(ByteBuffer in, int start, int end) {
        static final long NONE = -1;

        private static final byte[] OK = "OK ".getBytes(US_ASCII);
        private static final byte[] RESERVED = "RESERVED ".getBytes(US_ASCII);
        private static final byte[] FOUND = "FOUND ".getBytes(US_ASCII);
        private static final byte[] BATCH = "RESERVED_BATCH ".getBytes(US_ASCII);
        private static final int LONGEST_ID = 20;
        private static final int LONGEST_NUMBER = 10;

        /** How long the body behind it is; {@link #NONE} where it has none. */
        long bodyBytes() {
            if (begins(OK)) {
                return number(start + OK.length);
            }
            if (!begins(RESERVED) && !begins(FOUND)) {
                return NONE;
            }
            int id = start + (begins(FOUND) ? FOUND.length : RESERVED.length);
            int blank = id;
            while (blank < end && isDigit(blank)) {
                blank++;
            }
            boolean hasId = blank > id && blank - id <= LONGEST_ID && blank < end && in.get(blank) == ' ';
            return hasId ? number(blank + 1) : NONE;
        }

        boolean isReserved() {
            return begins(RESERVED);
        }

        /** How many messages follow; {@link #NONE} where it is not the line of a batch. */
        long messages() {
            return begins(BATCH) ? number(start + BATCH.length) : NONE;
        }

        private boolean begins(byte[] word) {
            if (end - start < word.length) {
                return false;
            }
            for (int i = 0; i < word.length; i++) {
                if (in.get(start + i) != word[i]) {
                    return false;
                }
            }
            return true;
        }

        private boolean isDigit(int at) {
            return in.get(at) >= '0' && in.get(at) <= '9';
        }

        /** The number that goes from there to the end of the line. */
        private long number(int from) {
            if (from == end || end - from > LONGEST_NUMBER) {
                return NONE;
            }
            long number = 0;
            for (int at = from; at < end; at++) {
                if (!isDigit(at)) {
                    return NONE;
                }
                number = 10 * number + in.get(at) - '0';
            }
            return number;
        }
    }
}
