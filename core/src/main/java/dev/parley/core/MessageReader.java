package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages out of a stream of bytes: a deframer, a codec, and the bytes of a message that is not complete yet. Between
 * messages it holds no buffer, so that an idle stream costs nothing. Both sides of a conversation use it. One thread at
 * a time.
 *
 * <p>Use: {@link #offer} bytes, take messages with {@link #next} until null, then {@link #keep} what is left over.
 */
public final class MessageReader<M> {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int SMALLEST_HELD_BYTES = 64;

    private final Deframer deframer;
    private final Codec<M> codec;
    /** Ours when {@code borrowed} is false; from position to limit, what was not consumed. */
    private ByteBuffer source = NOTHING;

    private boolean borrowed;
    private long messages;
    private int messageBytes;

    public MessageReader(Framing framing, Codec<M> codec, int maxMessageBytes, TooLong tooLong) {
        this(framing.newDeframer(maxMessageBytes, tooLong), codec);
    }

    /** With a deframer of the caller's own, used for nothing else. */
    public MessageReader(Deframer deframer, Codec<M> codec) {
        this.deframer = deframer;
        this.codec = codec;
    }

    /** Adds bytes behind those not consumed. The buffer is read until {@link #keep}; it stays the caller's. */
    public void offer(ByteBuffer in) {
        if (source.hasRemaining()) {
            append(in);
        } else {
            source = in;
            borrowed = true;
        }
    }

    /** The next message, or null when more bytes are needed. */
    public @Nullable M next() throws ProtocolException {
        return decoded(deframer.next(source));
    }

    /** The stream ended normally: the last message, or null. Call {@link #next} until null first. */
    public @Nullable M end() throws ProtocolException {
        return decoded(deframer.end(source));
    }

    private @Nullable M decoded(@Nullable ByteBuffer frame) throws ProtocolException {
        if (frame == null) {
            return null;
        }
        messages++;
        messageBytes = frame.remaining();
        return deframer.truncated() ? codec.decodeTruncated(frame) : codec.decode(frame);
    }

    /** Copies what is left of the offered bytes, so that their buffer can be used again. */
    public void keep() {
        if (!source.hasRemaining()) {
            source = NOTHING;
        } else if (borrowed) {
            source = ByteBuffer.allocate(Math.max(SMALLEST_HELD_BYTES, source.remaining()))
                    .put(source)
                    .flip();
        }
        borrowed = false;
    }

    /** True when a message has begun and not ended. Meaningful after {@link #keep}. */
    public boolean midMessage() {
        return source.hasRemaining() || deframer.discarding();
    }

    /** What is kept of a message that is not there in full. Meaningful after {@link #keep}. */
    int heldBytes() {
        return source.capacity();
    }

    /** True when bytes are there that no message was made of yet. */
    boolean hasMore() {
        return source.hasRemaining();
    }

    /** True when the message taken last was longer than the limit and lost its end. */
    public boolean truncated() {
        return deframer.truncated();
    }

    /** Of the message taken last: its payload on the wire, which is about what it takes in memory. */
    int messageBytes() {
        return messageBytes;
    }

    /** Messages taken so far. */
    public long messages() {
        return messages;
    }

    private void append(ByteBuffer in) {
        long needed = (long) source.remaining() + in.remaining();
        if (source.capacity() - source.limit() >= in.remaining()) {
            int end = source.limit();
            source.limit(end + in.remaining());
            source.duplicate().position(end).put(in);
            return;
        }
        // Grows with what has arrived, never with what a length prefix claims.
        int capacity = source.capacity() >= needed ? source.capacity() : Capacity.grown(source.capacity(), needed);
        source = ByteBuffer.allocate(capacity).put(source).put(in).flip();
    }
}
