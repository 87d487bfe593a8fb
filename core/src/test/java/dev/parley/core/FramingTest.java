package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes and messages of every framing, side by side. */
class FramingTest {
    private static final int LIMIT_BYTES = 4;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  |                         | ''",
                "len8  | 00                      | ''",
                "len8  | 03 61 62 63             | 61 62 63",
                "len8  | 00 01 61 00 04 FF 00 0A 0D | , 61, , FF 00 0A 0D",
                "len16 | 00 00                   | ''",
                "len16 | 00 02 61 62 00 01 63    | 61 62, 63",
                "len32 | 00 00 00 00             | ''",
                "len32 | 00 00 00 02 61 62 00 00 00 01 63 | 61 62, 63",
                "line  | 0A                      | ''",
                "line  | 61 62 0A 63 0A          | 61 62, 63",
                "line  | 61 62 0D 0A 0D 0A 63 0A | 61 62, , 63",
                "line  | 61 0D 62 0A             | 61 0D 62",
                "line  | 61 0D 0D 0A             | 61 0D",
                "line  | 61 0A 62                | 61, 62",
                "line  | 61 0A 62 0D             | 61, 62 0D",
                "line  | 61 62 63 64 0D 0A       | 61 62 63 64",
                "end   |                         | ''",
                "end   | 61 0A 00 0D             | 61 0A 00 0D",
                "read  | 61 62                   | 61 62",
                "read  | 61 62 63 64 65 66       | 61 62 63 64, 65 66",
            })
    void readsMessages(String framing, @Nullable String stream, String messages) {
        List<String> expected =
                List.of(messages.split(",", -1)).stream().map(String::strip).toList();
        if (stream == null && !framing.equals("end")) {
            expected = List.of();
        }
        for (TooLong tooLong : TooLong.values()) {
            assertThat(Bytes.frames(named(framing), LIMIT_BYTES, tooLong, Bytes.of(stream)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | 05 61 62 63 64 65 01 66             | 61 62 63 64~, 66",
                "len8  | FF 61 62 63 64 65                   | 61 62 63 64~, UnexpectedEnd",
                "len16 | 00 06 61 62 63 64 65 66 00 00       | 61 62 63 64~,",
                "len32 | 00 00 00 05 61 62 63 64 65          | 61 62 63 64~",
                "len32 | FF FF FF FF 61 62 63 64 65          | 61 62 63 64~, UnexpectedEnd",
                "line  | 61 62 63 64 65 66 0A 62 0A          | 61 62 63 64~, 62",
                "line  | 61 62 63 64 65 0D 0A 62 0A          | 61 62 63 64~, 62",
                "line  | 61 62 63 64 65 66                   | 61 62 63 64~",
                "line  | 61 62 63 64 0D                      | 61 62 63 64~",
                "end   | 61 62 63 64 65                      | 61 62 63 64~",
            })
    void keepsTheFirstBytesOfATooLongMessage(String framing, String stream, String messages) {
        assertThat(String.join(", ", Bytes.frames(named(framing), LIMIT_BYTES, TooLong.TRUNCATE, Bytes.of(stream)))
                        .strip())
                .isEqualTo(messages.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | 01 61 05 62             | 61",
                "len16 | 00 01 61 FF FF          | 61",
                "len32 | 00 00 00 01 61 00 00 00 05 | 61",
                "line  | 61 0A 62 63 64 65 66    | 61",
                "line  | 61 0A 62 63 64 65 66 0A | 61",
                "line  | 61 0A 62 63 64 65 0D 62 | 61",
                "end   | 61 62 63 64 65          | ''",
            })
    void refusesATooLongMessage(String framing, String stream, String before) {
        List<String> frames = Bytes.frames(named(framing), LIMIT_BYTES, TooLong.REJECT, Bytes.of(stream));

        assertThat(frames).endsWith("TooLarge");
        assertThat(String.join(", ", frames.subList(0, frames.size() - 1))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "len8, 02 61",
        "len8, 01",
        "len16, 00",
        "len16, 00 02 61",
        "len32, 00 00 00",
        "len32, 00 00 00 01",
        "len8, 00 01"
    })
    void findsAnEndAmidAMessage(String framing, String stream) {
        for (TooLong tooLong : TooLong.values()) {
            assertThat(Bytes.frames(named(framing), LIMIT_BYTES, tooLong, Bytes.of(stream)))
                    .endsWith("UnexpectedEnd");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | 61 62 | 02 61 62",
                "len8  | ''    | 00",
                "len16 | 61 62 | 00 02 61 62",
                "len16 | ''    | 00 00",
                "len32 | 61 62 | 00 00 00 02 61 62",
                "len32 | ''    | 00 00 00 00",
                "line  | 61 62 | 61 62 0A",
                "line  | ''    | 0A",
                "line  | 61 0D | 61 0D 0A",
                "end   | 61 0A | 61 0A",
                "end   | ''    | ''",
                "read  | 61 0A | 61 0A",
                "read  | ''    | ''",
            })
    void writesMessagesWithExactlyTheOverheadItDeclares(String framing, String payload, String stream) {
        byte[] bytes = Bytes.of(payload);
        BufferOutbox out = new BufferOutbox();

        new MessageWriter<>(named(framing), Codecs.BYTES).write(bytes, out, null);

        assertThat(out.unsentBytes()).isEqualTo(bytes.length + named(framing).overheadBytes(bytes.length));
        assertThat(Bytes.hex(out.take())).isEqualTo(stream);
    }

    @Test
    void carriesTheLongestPayloadItDeclaresAndNoLongerOne() {
        for (Framing framing : List.of(Framings.LEN8, Framings.LEN16)) {
            MessageWriter<byte[]> writer = new MessageWriter<>(framing, Codecs.BYTES);
            byte[] longest = new byte[framing.maxPayloadBytes()];
            BufferOutbox out = new BufferOutbox();
            writer.write(longest, out, null);

            assertThatThrownBy(() -> writer.write(new byte[longest.length + 1], out, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(longest.length));
            assertThat(Bytes.frames(framing, longest.length, TooLong.REJECT, Bytes.copy(out.take())))
                    .as("the refused message left nothing behind")
                    .containsExactly(Bytes.hex(longest));
        }
    }

    @Test
    void lineRefusesToWriteALineFeedAndLeavesNothingBehind() {
        MessageWriter<byte[]> writer = new MessageWriter<>(Framings.LINE, Codecs.BYTES);
        BufferOutbox out = new BufferOutbox();
        writer.write(Bytes.of("61"), out, null);

        assertThatThrownBy(() -> writer.write(Bytes.of("62 0A 63"), out, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line feed");
        assertThatThrownBy(() -> writer.write(Bytes.of("0A"), out, null)).isInstanceOf(IllegalArgumentException.class);
        writer.write(Bytes.of("64"), out, null);

        assertThat(Bytes.hex(out.take())).isEqualTo("61 0A 64 0A");
    }

    @Test
    void onlyEndEndsWithItsStream() {
        assertThat(Framings.ALL).filteredOn(Framing::endsWithStream).containsExactly(Framings.END);
    }

    @Test
    void isFoundByItsNameAlone() {
        assertThat(Framings.ALL)
                .extracting(Framing::name)
                .containsExactly("len8", "len16", "len32", "line", "end", "read");
        assertThat(Framings.ALL)
                .allSatisfy(f -> assertThat(Framings.named(f.name())).contains(f));
        assertThat(Framings.named("LEN8")).isEmpty();
    }

    @Test
    void consumesOnlyWholeMessages() throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(Bytes.of("02 61 62 03 63"));
        Deframer deframer = Framings.LEN8.newDeframer(LIMIT_BYTES, TooLong.REJECT);

        deframer.next(in);
        assertThat(deframer.next(in)).isNull();

        assertThat(Bytes.hex(in)).isEqualTo("03 63");
    }

    private static Framing named(String name) {
        return Framings.named(name).orElseThrow();
    }
}
