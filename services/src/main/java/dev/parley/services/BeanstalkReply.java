package dev.parley.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.Codec;
import dev.parley.queue.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply of the beanstalk protocol: a line and, behind some, a body of as many bytes as the line says.
 *
 * @param line without its CR LF, ASCII
 * @param body null for none; not to be changed
 */
public record BeanstalkReply(String line, byte @Nullable [] body) {
    /** Replies as bytes. They bring their own ends, so they need no framing. */
    static final Codec<BeanstalkReply> REPLIES = new Replies();

    static final String BAD_FORMAT = "BAD_FORMAT";
    static final String UNKNOWN_COMMAND = "UNKNOWN_COMMAND";
    static final String EXPECTED_CRLF = "EXPECTED_CRLF";
    static final String JOB_TOO_BIG = "JOB_TOO_BIG";

    private static final String BATCH = "RESERVED_BATCH ";
    private static final byte[] END = {'\r', '\n'};

    /** A line alone. */
    static BeanstalkReply of(String line) {
        return new BeanstalkReply(line, null);
    }

    /** A line that ends with the length of its body. */
    static BeanstalkReply of(String line, byte[] body) {
        return new BeanstalkReply(line + " " + body.length, body);
    }

    /** A line with the number of messages and, behind it, each as a reserve has it. */
    static BeanstalkReply batch(List<Message> messages) {
        String line = BATCH + messages.size();
        if (messages.isEmpty()) {
            return of(line);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Message message : messages) {
            if (all.size() > 0) {
                all.writeBytes(END);
            }
            byte[] body = message.body();
            all.writeBytes(("RESERVED " + Long.toUnsignedString(message.id()) + " " + body.length).getBytes(US_ASCII));
            all.writeBytes(END);
            all.writeBytes(body);
        }
        return new BeanstalkReply(line, all.toByteArray()); // the end of the last is that of the reply
    }

    /** Of a batch as it came: each of its messages as a reply of its own. None for another reply. */
    public List<BeanstalkReply> ofBatch() {
        List<BeanstalkReply> messages = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(line.startsWith(BATCH) && body != null ? body : new byte[0]);
        while (rest
                .hasRemaining()) { // cut into whole messages by the framing; the end of the last is that of the reply
            String one = lineAt(rest);
            byte[] content = new byte[Integer.parseInt(one.substring(one.lastIndexOf(' ') + 1))];
            rest.get(content);
            rest.position(Math.min(rest.limit(), rest.position() + END.length));
            messages.add(new BeanstalkReply(one, content));
        }
        return messages;
    }

    /** Takes it, with its end. */
    private static String lineAt(ByteBuffer frame) {
        int end = BeanstalkRequestFraming.endOfLine(frame, frame.position());
        byte[] line = new byte[end - frame.position()];
        frame.get(line).position(end + END.length);
        return new String(line, ISO_8859_1);
    }

    /** {@code OK}, and a text. */
    static BeanstalkReply text(String yaml) {
        return of("OK", yaml.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return line;
    }

    private static final class Replies implements Codec<BeanstalkReply> {
        @Override
        public BeanstalkReply decode(ByteBuffer frame) {
            String line = lineAt(frame);
            byte[] body = null;
            if (frame.hasRemaining()) {
                body = new byte[frame.remaining() - END.length];
                frame.get(body);
            }
            return new BeanstalkReply(line, body);
        }

        @Override
        public int sizeBytes(BeanstalkReply reply) {
            int bodyBytes = reply.body == null ? 0 : reply.body.length + END.length;
            return reply.line.length() + END.length + bodyBytes;
        }

        @Override
        public void encode(BeanstalkReply reply, ByteBuffer out) {
            for (int i = 0; i < reply.line.length(); i++) {
                out.put((byte) reply.line.charAt(i));
            }
            out.put(END);
            if (reply.body != null) {
                out.put(reply.body).put(END);
            }
        }
    }
}
