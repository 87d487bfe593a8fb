package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the message out of a datagram: exactly one frame, and nothing behind it. For both sides of a conversation. One
 * thread at a time.
 *
 * <pre>
 *   +------------+    +------------+------+    +------------+------------+    +-------+
 *   | one frame  |    | one frame  | rest |    | one frame  | another    |    | part  |
 *   +------------+    +------------+------+    +------------+------------+    +-------+
 *     a message         malformed                malformed                      malformed
 * </pre>
 *
 * A frame that ends with its stream ends with its datagram. An empty datagram is an empty message where the framing puts
 * nothing around one. Datagrams do not affect each other.
 */
public final class DatagramDeframer {
    private final Framing framing;
    private final int maxMessageBytes;
    private final TooLong tooLong;
    private final boolean oneView;
    /** Left over from a datagram that was one frame: it stands between two messages, as a new one does. */
    private @Nullable Deframer reusable;

    private boolean truncated;

    /**
     * For the datagrams of one direction.
     *
     * @param maxMessageBytes the longest message, payload only
     * @param tooLong what happens to a longer one. A truncated message still has to be alone in its datagram, and whole
     */
    public DatagramDeframer(Framing framing, int maxMessageBytes, TooLong tooLong) {
        this(framing, maxMessageBytes, tooLong, false);
    }

    /** @param oneView for all datagrams of a buffer, moved from one to the next: a frame is valid until the next is taken */
    DatagramDeframer(Framing framing, int maxMessageBytes, TooLong tooLong, boolean oneView) {
        this.framing = framing;
        this.maxMessageBytes = maxMessageBytes;
        this.tooLong = tooLong;
        this.oneView = oneView;
    }

    private Deframer newDeframer() {
        Deframer deframer = framing.newDeframer(maxMessageBytes, tooLong);
        return oneView ? deframer.withOneView() : deframer;
    }

    /**
     * The payload of the only frame. Allocates nothing but what the framing does for a frame.
     *
     * @param datagram all of it, from position to limit; where both are afterwards is not defined, and the limit may be
     *     lower
     * @return {@code datagram} or a view of it, valid until its bytes change
     * @throws ProtocolException when the datagram does not hold exactly one message, or one that is too long. The next
     *     datagram may be good
     */
    public ByteBuffer frame(ByteBuffer datagram) throws ProtocolException {
        truncated = false;
        if (!datagram.hasRemaining() && framing.overheadBytes(0) == 0) {
            return datagram;
        }
        Deframer deframer = reusable == null ? newDeframer() : reusable;
        reusable = null;
        ByteBuffer frame = deframer.next(datagram);
        if (frame == null) {
            frame = deframer.end(datagram);
            truncated = deframer.truncated();
        } else if (deframer.truncated()) {
            truncated = true;
            // What was cut off must be there, and be all that is there.
            if (deframer.next(datagram) != null || deframer.end(datagram) != null) {
                frame = null;
            }
        } else if (!framing.endsWithStream()) {
            reusable = deframer;
        }
        if (frame == null || datagram.hasRemaining()) {
            throw new ProtocolException.Malformed("a datagram must hold exactly one message");
        }
        return frame;
    }

    /** True when the message handed out last was longer than the limit and lost its end. */
    public boolean truncated() {
        return truncated;
    }
}
