package dev.parley.load;

import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Protocol;
import java.nio.ByteBuffer;

/** Replies as views of the bytes that came: a load compares them and forgets them. */
final class Frames implements Codec<ByteBuffer> {
    private static final Frames VIEW = new Frames();

    private Frames() {}

    /** This protocol, with such replies. */
    static Protocol<byte[], ByteBuffer> viewed(Protocol<?, ?> protocol) {
        return protocol.withCodecs(Codecs.BYTES, VIEW);
    }

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
