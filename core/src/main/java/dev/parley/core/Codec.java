package dev.parley.core;

import java.nio.ByteBuffer;

/**
 * Between the bytes of one message and a value. Stateless, safe for any thread.
 *
 * @param <M> the value; immutable, or not touched after it was handed over
 */
public interface Codec<M> {
    /**
     * Reads one message. It must copy what it keeps: the frame is a view of a buffer that is used again.
     *
     * @param frame the payload, from position to limit
     */
    M decode(ByteBuffer frame) throws ProtocolException;

    /**
     * Reads the first bytes of a message that was longer than the limit, where such messages lose their end; the same as
     * {@link #decode} unless the protocol reports it to the peer.
     */
    default M decodeTruncated(ByteBuffer frame) throws ProtocolException {
        return decode(frame);
    }

    /** The exact number of bytes {@link #encode} will write. */
    int sizeBytes(M message);

    /** Writes the message at the position of {@code out}, which has room for {@link #sizeBytes}. */
    void encode(M message, ByteBuffer out);
}
