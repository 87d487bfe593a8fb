package dev.parley.services;

import dev.parley.core.Deframer;
import dev.parley.core.Framing;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replies of the beanstalk protocol: a line that ends with CR LF and, behind some, a body of as many bytes as the line says, and CR LF.
 *
 * <pre>
 *   | RESERVED 7 5 CR LF | hello CR LF |         one frame
 *   | INSERTED 8 CR LF |                         one frame
 * </pre>
 */
record BeanstalkReplyFraming() implements Framing {
    static final BeanstalkReplyFraming REPLIES = new BeanstalkReplyFraming();
    private static final int LONGEST_LINE = 1024;
    private static final Pattern WITH_BODY = Pattern.compile("(?:OK|(?:RESERVED|FOUND) [0-9]{1,20}) ([0-9]{1,10})");

    @Override
    public String name() {
        return "beanstalk";
    }

    @Override
    public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
        return new Cutter(maxMessageBytes);
    }

    private static final class Cutter implements Deframer {
        private final int maxBodyBytes;
        /** Bytes after the position that hold no end of a line. */
        private int searched;
        /** Bytes of the reply under way; 0 while its line is not there. */
        private int frameBytes;

        Cutter(int maxBodyBytes) {
            this.maxBodyBytes = maxBodyBytes;
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
            if (frameBytes == 0 && !lineIsThere(in)) {
                return null;
            }
            if (in.remaining() < frameBytes) {
                return null;
            }
            ByteBuffer frame = in.slice(in.position(), frameBytes);
            in.position(in.position() + frameBytes);
            frameBytes = 0;
            return frame;
        }

        private boolean lineIsThere(ByteBuffer in) throws ProtocolException {
            int start = in.position();
            int end = BeanstalkRequestFraming.endOfLine(in, start + searched);
            int length = (end < 0 ? in.limit() : end) - start;
            if (length > LONGEST_LINE) {
                throw new ProtocolException.TooLarge(length, LONGEST_LINE);
            }
            searched = end < 0 ? Math.max(0, length - 1) : 0; // the last may be a CR
            if (end < 0) {
                return false;
            }
            byte[] line = new byte[length];
            in.get(start, line);
            Matcher matcher = WITH_BODY.matcher(new String(line, StandardCharsets.ISO_8859_1));
            long body = matcher.matches() ? Long.parseLong(matcher.group(1)) + BeanstalkRequestFraming.END_BYTES : 0;
            if (body - BeanstalkRequestFraming.END_BYTES > maxBodyBytes) {
                throw new ProtocolException.TooLarge(body, maxBodyBytes);
            }
            frameBytes = length + BeanstalkRequestFraming.END_BYTES + (int) body;
            return true;
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
}
