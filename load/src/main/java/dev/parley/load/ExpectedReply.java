package dev.parley.load;

import dev.parley.core.SequenceField;
import java.nio.ByteBuffer;

/**
 * The reply a message should get, cut where its number stands: before it, and after it. Without a number all of it is
 * before. Immutable; safe for any thread.
 */
record ExpectedReply(ByteBuffer head, ByteBuffer tail) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    static ExpectedReply whole(byte[] reply) {
        return new ExpectedReply(ByteBuffer.wrap(reply), NOTHING);
    }

    /** @throws IllegalArgumentException when the reply has no room for its number */
    static ExpectedReply numbered(byte[] reply, int numberAt) {
        int tailAt = numberAt + SequenceField.BYTES;
        if (reply.length < tailAt) {
            throw new IllegalArgumentException("a reply of " + reply.length + " bytes has no number at " + numberAt);
        }
        ByteBuffer all = ByteBuffer.wrap(reply);
        return new ExpectedReply(all.slice(0, numberAt), all.slice(tailAt, reply.length - tailAt));
    }

    /** Compares without moving either. */
    boolean isWhole(ByteBuffer reply) {
        return head.mismatch(reply) < 0;
    }

    /** Compares all but the number; the reply has room for one. Moves the reply and puts it back, so nothing is allocated. */
    boolean isBesidesNumber(ByteBuffer reply, int numberAt) {
        int start = reply.position();
        int end = reply.limit();
        boolean same = head.mismatch(reply.limit(start + numberAt)) < 0;
        reply.limit(end).position(start + numberAt + SequenceField.BYTES);
        same &= tail.mismatch(reply) < 0;
        reply.position(start);
        return same;
    }
}
