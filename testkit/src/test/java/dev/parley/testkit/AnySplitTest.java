package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.TooLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise I1: any split of the bytes gives the same result. */
class AnySplitTest {
    private static final int LIMIT_BYTES = 8;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8;  03 61 62 63 00 08 61 62 63 64 65 66 67 68 01 0A",
                "len8;  03 61 62 63 09 61 62 63 64 65 66 67 68 69 01 62",
                "len8;  03 61 62 63 05 61",
                "len16; 00 03 61 62 63 00 00 00 09 61 62 63 64 65 66 67 68 69 00 01 62",
                "len16; 00 03 61 62 63 00",
                "len32; 00 00 00 03 61 62 63 00 00 00 0A 61 62 63 64 65 66 67 68 69 6A 00 00 00 00",
                "len32; 00 00 00 01 61 FF FF FF FF 61 61 61 61 61 61 61 61 61 61 61",
                "line;  61 62 0A 0A 0D 0A 61 0D 62 0D 0A 63 0D 0D 0A 64",
                "line;  61 62 63 64 65 66 67 68 0D 0A 61 62 63 64 65 66 67 68 69 0A 62 0A",
                "line;  61 62 63 64 65 66 67 68 0D 69 0D 0A 62 0D 0A",
                "line;  61 62 63 64 65 66 67 68 0D 0D 0A 62 0D",
                "line;  61 62 63 64 65 66 67 68 0D",
                "end;   61 62 63",
                "end;   61 62 63 64 65 66 67 68",
                "end;   61 62 63 64 65 66 67 68 69 6A",
                "read;  61 62 63 64 65 66 67 68 69 6A",
            })
    void givesTheSameRepliesAndTheSameEnd(String framing, String hex) {
        byte[] input = Hex.bytes(hex);
        for (TooLong tooLong : TooLong.values()) {
            String whole = transcript(framing, tooLong, List.of(input));
            Cuts.forAll(
                    input,
                    pieces -> assertThat(transcript(framing, tooLong, pieces)).isEqualTo(whole));
        }
    }

    @ParameterizedTest
    @EnumSource(TooLong.class)
    void givesTheSameForRandomMessages(TooLong tooLong) {
        Random random = new Random(Cuts.DEFAULT_SEED);
        for (Framing framing : Framings.ALL) {
            for (int i = 0; i < 10; i++) {
                byte[] input = randomConversation(framing, random);
                String whole = transcript(framing.name(), tooLong, List.of(input));
                Cuts.forAll(
                        input,
                        random.nextLong(),
                        pieces -> assertThat(transcript(framing.name(), tooLong, pieces))
                                .isEqualTo(whole));
            }
        }
    }

    /** Some messages of 0 to 11 bytes, a third of them too long, then perhaps a cut. */
    private static byte[] randomConversation(Framing framing, Random random) {
        var client =
                SessionPair.<String, String>stream(Text.on(framing), (request, reply) -> reply.none(), Limits.DEFAULT);
        List<Byte> bytes = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            String text = random.ints(random.nextInt(12), 'a', 'e')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            for (byte b : client.bytesOf(text)) {
                bytes.add(b);
            }
        }
        int kept = random.nextBoolean() ? bytes.size() : random.nextInt(bytes.size() + 1);
        byte[] input = new byte[kept];
        for (int i = 0; i < kept; i++) {
            input[i] = bytes.get(i);
        }
        return input;
    }

    /** What a peer sees: all reply bytes, and whether the conversation ended before and after its input did. */
    private static String transcript(String framing, TooLong tooLong, List<byte[]> pieces) {
        // Each reply shows its message's bounds, except on "read", where a message is whatever one read returned.
        boolean bounds = !framing.equals("read");
        var pair = SessionPair.<String, String>stream(
                Text.on(Framings.named(framing).orElseThrow()),
                (request, reply) -> reply.send(bounds ? "[" + request + "]" : request),
                Text.LIMITS.withMaxMessage(LIMIT_BYTES, tooLong));
        var step = pair.receiveAll(pieces);
        return step + ", " + pair.endOfInput() + ": " + Text.text(pair.takeBytes());
    }
}
