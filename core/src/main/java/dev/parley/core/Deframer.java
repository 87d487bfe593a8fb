package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the messages out of one stream. A pull machine: hand it the bytes that are there, take frames until it answers
 * null. One thread at a time.
 *
 * <p>The caller keeps the bytes a deframer has not consumed, and offers them again in front of the next ones. Between two
 * messages, with nothing left over, a deframer is as good as a new one, unless its framing ends with the stream.
 */
public interface Deframer {
    /**
     * The payload of the next message, or null when more bytes are needed.
     *
     * @param in the unconsumed bytes of the stream. Consumed bytes are skipped by moving its position; a deframer that
     *     throws bytes away may also lower its limit
     * @return a view of {@code in}, valid until {@code in} is touched; its position and limit are the caller's to move
     */
    @Nullable
    ByteBuffer next(ByteBuffer in) throws ProtocolException;

    /**
     * The stream has ended normally after {@code rest}: the last message, or null when there is none.
     *
     * @throws ProtocolException.UnexpectedEnd when the end cuts a message in two
     */
    @Nullable
    ByteBuffer end(ByteBuffer rest) throws ProtocolException;

    /**
     * The same, with one view for all messages, moved from one to the next: each is valid until the next call. For a caller that
     * offers one buffer over and over and keeps no message; the buffer offered last stays referenced. To be called before anything
     * is offered; this deframer is not used then. One that cannot goes on handing out a view for each.
     */
    default Deframer withOneView() {
        return this;
    }

    /**
     * The same for a connection that cannot show that it was broken off, such as a Unix socket: what the end of the stream leaves
     * without an end of its own is no message. To be called before anything is offered; this deframer is not used then.
     */
    default Deframer terminatedOnly() {
        return new TerminatedOnly(this);
    }

    /** True when the message handed out last was longer than the limit and lost its end. */
    boolean truncated();

    /** True while the rest of a message handed out already is still coming, to be thrown away: that message is not over. */
    default boolean discarding() {
        return false;
    }
}
