package dev.parley.core;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes as the tables of these tests write them: {@code 03 61 62 63}. */
final class Bytes {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    private Bytes() {}

    static byte[] of(@Nullable String hex) {
        return hex == null ? new byte[0] : HEX.parseHex(hex.strip());
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static String hex(ByteBuffer buffer) {
        return hex(copy(buffer));
    }

    static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** All frames of a whole stream, with {@code ~} behind those that lost their end, and the fault, if any. */
    static List<String> frames(Framing framing, int limit, TooLong tooLong, byte[] stream) {
        List<String> frames = new ArrayList<>();
        Deframer deframer = framing.newDeframer(limit, tooLong);
        ByteBuffer in = ByteBuffer.wrap(stream);
        try {
            for (ByteBuffer frame = deframer.next(in); frame != null; frame = deframer.next(in)) {
                frames.add(hex(frame) + (deframer.truncated() ? "~" : ""));
            }
            ByteBuffer last = deframer.end(in);
            if (last != null) {
                frames.add(hex(last) + (deframer.truncated() ? "~" : ""));
            }
        } catch (ProtocolException e) {
            frames.add(e.getClass().getSimpleName());
        }
        return frames;
    }
}
