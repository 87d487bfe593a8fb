package dev.parley.core;

import java.nio.ByteBuffer;

/**
 * How messages are cut out of, and joined into, a byte stream. Immutable and safe for any thread; the state of one
 * stream lives in its {@link Deframer}. On UDP the same framing is applied inside each datagram, which must then hold
 * exactly one frame.
 *
 * <p>Writing a frame is {@link #begin}, the payload, {@link #finish}, all into one buffer, so that no payload is copied
 * on its way out.
 */
public interface Framing {
    /** The name on the command line: {@code len8}, {@code line} ... */
    String name();

    /** A deframer for one stream. It never requests, nor keeps, more than {@code maxMessageBytes} and its own overhead. */
    Deframer newDeframer(int maxMessageBytes, TooLong tooLong);

    /** The largest payload this framing can carry, in bytes; any, unless the framing has a limit. */
    default int maxPayloadBytes() {
        return Integer.MAX_VALUE;
    }

    /** Bytes around a payload of this size: prefix and suffix together; none, unless the framing adds some. */
    default int overheadBytes(int payloadBytes) {
        return 0;
    }

    /**
     * Writes what precedes the payload; nothing, unless the framing has a prefix.
     *
     * @throws IllegalArgumentException when the payload is larger than {@link #maxPayloadBytes}
     */
    default void begin(int payloadBytes, ByteBuffer out) {}

    /**
     * Writes what follows the payload; nothing, unless the framing has a suffix.
     *
     * @param payloadStart where in {@code out} the payload began; it ends at the current position
     * @throws IllegalArgumentException when the payload holds what this framing cannot carry
     */
    default void finish(int payloadStart, ByteBuffer out) {}

    /** True where a message ends with the sending side of its stream, so that a stream carries one message. */
    default boolean endsWithStream() {
        return false;
    }
}
