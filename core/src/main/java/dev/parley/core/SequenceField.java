package dev.parley.core;

import java.util.function.UnaryOperator;

/**
 * A number inside messages that comes back with the reply and identifies the request it answers: 8 bytes, big-endian, counting
 * from 1 for each client. For protocols that have a place for one.
 *
 * @param request makes a request of made-up bytes and keeps their size; what it writes as the number does not matter
 * @param requestAt where the number begins in a request as it travels, framing included
 * @param replyAt where it begins in a reply without its framing
 */
public record SequenceField(UnaryOperator<byte[]> request, int requestAt, int replyAt) {
    /** Bytes of the number. */
    public static final int BYTES = Long.BYTES;
}
