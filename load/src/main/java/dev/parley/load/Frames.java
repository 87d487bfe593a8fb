package dev.parley.load;

import dev.parley.core.Codec;
import java.nio.ByteBuffer;

/** Replies as views of the bytes that came: a load compares them and forgets them. */
final class Frames implements Codec<ByteBuffer> {
    static final Frames VIEW = new Frames();

    private Frames() {}

    @Override
    public ByteBuffer decode(ByteBuffer frame) {
        return frame;
    }

    @Override
    public int sizeBytes(ByteBuffer message) {
        return message.remaining();
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer out) {
        out.put(message.duplicate());
    }
}
