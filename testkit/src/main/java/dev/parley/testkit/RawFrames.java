package dev.parley.testkit;

import dev.parley.core.Framing;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Frames written from the documents, not with the code under test. */
public final class RawFrames {
    private RawFrames() {}

    /** Messages as they are framed in a stream. */
    public static byte[] of(Framing framing, String... messages) {
        return of(framing, Arrays.stream(messages).map(RawPeer::bytes).toArray(byte[][]::new));
    }

    public static byte[] of(Framing framing, byte[]... messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            stream.writeBytes(prefix(framing, message.length));
            stream.writeBytes(message);
            if (framing.name().equals("line")) {
                stream.write('\n');
            }
        }
        return stream.toByteArray();
    }

    /** What announces a message of this length. */
    public static byte[] prefix(Framing framing, long length) {
        int bytes = switch (framing.name()) {
            case "len8" -> 1;
            case "len16" -> 2;
            case "len32" -> 4;
            default -> 0;
        };
        byte[] prefix = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            prefix[i] = (byte) (length >> (8 * (bytes - 1 - i)));
        }
        return prefix;
    }

    /** Messages as a transcript shows them. */
    public static String seen(Framing framing, String... messages) {
        return RawPeer.text(of(framing, messages));
    }
}
