package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.BufferOutbox;
import dev.parley.core.ClientSession;
import dev.parley.core.Codecs;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.MessageWriter;
import dev.parley.core.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's side of a stream: how its bytes are cut makes no difference. */
class ClientSessionCutsTest {
    private static final byte SCRIBBLE = (byte) 0xA5;

    /** Replies in order, then how the conversation stands: {@code open}, {@code over} or the fault. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8;  03 61 62 63 00 01 0A                        ; [abc, , \\n, open]    ; [abc, , \\n, over]",
                "len8;  03 61 62 63 02 61                           ; [abc, open]           ; [abc, UnexpectedEnd]",
                "len8;  01 61 09 61 61                              ; [a, TooLarge]         ; [a, TooLarge]",
                "len16; 00 01 61 00 00 00 08 61 62 63 64 65 66 67 68; [a, , abcdefgh, open] ; [a, , abcdefgh, over]",
                "len16; 00 01 61 00                                 ; [a, open]             ; [a, UnexpectedEnd]",
                "len32; 00 00 00 01 61 7F FF FF FF                  ; [a, TooLarge]         ; [a, TooLarge]",
                "line;  61 0A 0A 62 0D 0A 63                        ; [a, , b, open]        ; [a, , b, c, over]",
                "line;  61 0A 61 61 61 61 61 61 61 61 61 61 0A      ; [a, TooLarge]         ; [a, TooLarge]",
                "end;   61 0A 62                                    ; [open]                ; [a\\nb, over]",
                "end;   61 61 61 61 61 61 61 61 61                  ; [TooLarge]            ; [TooLarge]",
            })
    void givesTheSameRepliesAndTheSameEndHoweverTheBytesAreCut(
            String framing, String hex, String untilTheEnd, String withTheEnd) {
        byte[] input = Hex.bytes(hex);
        Cuts.forAll(input, pieces -> {
            assertThat(received(framing, pieces, false)).hasToString(unescaped(untilTheEnd));
            assertThat(received(framing, pieces, true)).hasToString(unescaped(withTheEnd));
        });
    }

    @Test
    void givesTheSameForRandomRepliesHoweverTheyAreCut() {
        Random random = new Random(Cuts.DEFAULT_SEED);
        for (Framing framing : List.of(Framings.LEN8, Framings.LEN16, Framings.LEN32, Framings.LINE, Framings.END)) {
            for (int i = 0; i < 10; i++) {
                byte[] input = randomReplies(framing, random);
                List<String> whole = received(framing.name(), List.of(input), true);
                if (input.length > 0) {
                    Cuts.forAll(
                            input,
                            random.nextLong(),
                            pieces -> assertThat(received(framing.name(), pieces, true))
                                    .isEqualTo(whole));
                }
            }
        }
    }

    /** Some replies of 0 to 9 bytes, so that some are too long, then perhaps a cut. */
    private static byte[] randomReplies(Framing framing, Random random) {
        BufferOutbox server = new BufferOutbox();
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] reply = new byte[random.nextInt(ClientSessions.LIMIT_BYTES + 2)];
            Arrays.fill(reply, (byte) ('a' + i));
            new MessageWriter<>(framing, Codecs.BYTES).write(reply, server, null);
        }
        byte[] all = ClientSessions.bytes(server.take());
        return random.nextBoolean() ? all : Arrays.copyOf(all, random.nextInt(all.length + 1));
    }

    @ParameterizedTest
    @CsvSource({"len8, [over]", "line, [over]", "read, [over]", "'end', '[, over]'"})
    void takesAnEndWithoutAByteAsTheFramingDoes(String framing, String transcript) {
        assertThat(received(framing, List.of(), true)).hasToString(transcript);
    }

    /** What a client is given; every piece arrives in the same buffer, which is written over once it is the caller's again. */
    private static List<String> received(String framing, List<byte[]> pieces, boolean end) {
        ClientSession<String, String> session = ClientSessions.stream(framing);
        List<String> transcript = new ArrayList<>();
        ByteBuffer shared = ByteBuffer.allocate(1 << 10);
        try {
            for (byte[] piece : pieces) {
                session.receive(shared.clear().put(piece).flip());
                takeAll(session, transcript);
                Arrays.fill(shared.array(), SCRIBBLE);
            }
            if (end) {
                session.endOfInput();
                takeAll(session, transcript);
            }
            transcript.add(session.isOver() ? "over" : "open");
        } catch (ProtocolException e) {
            transcript.add(e.getClass().getSimpleName());
        }
        return transcript;
    }

    private static void takeAll(ClientSession<String, String> session, List<String> replies) throws ProtocolException {
        for (String reply = session.next(); reply != null; reply = session.next()) {
            replies.add(reply);
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }
}
