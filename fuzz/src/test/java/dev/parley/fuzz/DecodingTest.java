package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Codec;
import dev.parley.core.Framings;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the fuzz tests stand on finds a decoder that breaks the promise. */
class DecodingTest {
    private static final byte[] INPUT = {1, 7};

    /** Believes that each message has two bytes. */
    private static final Codec<Short> SHORTS = new Codec<>() {
        @Override
        public Short decode(ByteBuffer frame) {
            return frame.getShort();
        }

        @Override
        public int sizeBytes(Short message) {
            return Short.BYTES;
        }

        @Override
        public void encode(Short message, ByteBuffer out) {
            out.putShort(message);
        }
    };

    @Test
    void aRuntimeExceptionOfACodecGoesThrough() {
        assertThatThrownBy(() -> Decoding.stream(Framings.LEN8, SHORTS, INPUT))
                .isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(() -> Decoding.datagrams(Framings.LEN8, SHORTS, INPUT))
                .isInstanceOf(BufferUnderflowException.class);
    }

    /** Announces a byte more than it writes. */
    private static final Codec<ByteBuffer> TOO_LONG = new Codec<>() {
        @Override
        public ByteBuffer decode(ByteBuffer frame) {
            return frame.slice();
        }

        @Override
        public int sizeBytes(ByteBuffer message) {
            return message.remaining() + 1;
        }

        @Override
        public void encode(ByteBuffer message, ByteBuffer out) {
            out.put(message.duplicate());
        }
    };

    @Test
    void aCodecWhoseSizeIsWrongIsSeen() {
        assertThatThrownBy(() -> Decoding.stream(Framings.LEN8, TOO_LONG, INPUT))
                .isInstanceOf(AssertionError.class);
    }
}
