package dev.parley.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Codecs that need no protocol of their own. */
public final class Codecs {
    /** The payload as it is. The array is the receiver's. */
    public static final Codec<byte[]> BYTES = new Codec<>() {
        @Override
        public byte[] decode(ByteBuffer frame) {
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            return bytes;
        }

        @Override
        public int sizeBytes(byte[] message) {
            return message.length;
        }

        @Override
        public void encode(byte[] message, ByteBuffer out) {
            out.put(message);
        }
    };

    /** UTF-8 text; bytes that are not UTF-8 are read as U+FFFD. */
    public static final Codec<String> UTF_8 =
            mapped(bytes -> new String(bytes, StandardCharsets.UTF_8), text -> text.getBytes(StandardCharsets.UTF_8));

    private Codecs() {}

    /** A codec over {@link #BYTES} for values that are cheap to turn into bytes and back: {@code write} runs twice a message. */
    public static <M> Codec<M> mapped(Function<byte[], M> read, Function<M, byte[]> write) {
        return new Codec<>() {
            @Override
            public M decode(ByteBuffer frame) throws ProtocolException {
                return read.apply(BYTES.decode(frame));
            }

            @Override
            public int sizeBytes(M message) {
                return write.apply(message).length;
            }

            @Override
            public void encode(M message, ByteBuffer out) {
                out.put(write.apply(message));
            }
        };
    }
}
