package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.DatagramDeframer;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.MessageReader;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.testkit.Cuts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One input for a framing and a codec. Whatever they throw but a {@link ProtocolException} goes through to Jazzer. The
 * cuts follow from the input, so that an input is all it takes to see a failure again.
 */
final class Decoding {
    /** Small, so that inputs soon pass it. */
    private static final int LIMIT_BYTES = 20;

    private Decoding() {}

    /** The payloads of a framing. */
    static void stream(Framing framing, byte[] input) {
        stream(framing, Codecs.BYTES, input);
    }

    /** As a stream: whole, byte by byte and in pieces, with both ways to take a message that is too long. */
    static <M> void stream(Framing framing, Codec<M> codec, byte[] input) {
        for (TooLong tooLong : TooLong.values()) {
            List<String> whole = transcript(framing, codec, tooLong, List.of(input));
            List<String> bytewise = transcript(framing, codec, tooLong, Cuts.bytewise(input));
            List<String> inPieces = transcript(framing, codec, tooLong, pieces(input));
            if (!framing.equals(Framings.READ)) {
                assertThat(bytewise).isEqualTo(whole);
                assertThat(inPieces).isEqualTo(whole);
            }
        }
    }

    private static List<byte[]> pieces(byte[] input) {
        return Cuts.atRandom(input, new Random(Arrays.hashCode(input)));
    }

    /** Each message, and how it ended. */
    private static <M> List<String> transcript(Framing framing, Codec<M> codec, TooLong tooLong, List<byte[]> pieces) {
        List<String> seen = new ArrayList<>();
        MessageReader<M> reader = new MessageReader<>(framing, codec, LIMIT_BYTES, tooLong);
        try {
            for (byte[] piece : pieces) {
                ByteBuffer shared = ByteBuffer.wrap(piece.clone());
                reader.offer(shared);
                for (M message = reader.next(); message != null; message = reader.next()) {
                    seen.add(written(codec, message) + (reader.truncated() ? ", cut off" : ""));
                    if (framing.endsWithStream()) {
                        return seen; // a session reads no further
                    }
                }
                reader.keep();
                // As the next read of an engine would.
                Arrays.fill(shared.array(), (byte) 0xA5);
            }
            M last = reader.end();
            seen.add(last == null ? "end" : "end with " + written(codec, last));
        } catch (ProtocolException e) {
            seen.add(name(e));
        }
        return seen;
    }

    /** As a datagram to itself, and in pieces as several of one conversation: none may matter to the next. */
    static <M> void datagrams(Framing framing, Codec<M> codec, byte[] input) {
        for (TooLong tooLong : TooLong.values()) {
            message(new DatagramDeframer(framing, LIMIT_BYTES, tooLong), codec, input);
            DatagramDeframer conversation = new DatagramDeframer(framing, LIMIT_BYTES, tooLong);
            for (byte[] piece : pieces(input)) {
                assertThat(message(conversation, codec, piece))
                        .isEqualTo(message(new DatagramDeframer(framing, LIMIT_BYTES, tooLong), codec, piece));
            }
        }
    }

    private static <M> String message(DatagramDeframer deframer, Codec<M> codec, byte[] datagram) {
        try {
            M message = codec.decode(deframer.frame(ByteBuffer.wrap(datagram.clone())));
            return written(codec, message) + (deframer.truncated() ? ", cut off" : "");
        } catch (ProtocolException e) {
            return name(e);
        }
    }

    /** The message in bytes again, as many as its codec declares. */
    private static <M> String written(Codec<M> codec, M message) {
        ByteBuffer bytes = ByteBuffer.allocate(codec.sizeBytes(message));
        codec.encode(message, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(bytes.limit()).isLessThanOrEqualTo(LIMIT_BYTES);
        return Arrays.toString(bytes.array());
    }

    /** Without the text, which may contain how much of the message was there. */
    private static String name(ProtocolException e) {
        assertThat(e.getMessage()).isNotBlank();
        return e.getClass().getSimpleName();
    }
}
