package dev.parley.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise I5: log lines cannot be forged. */
class PrintableTextTest {
    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "0A, line feed",
        "0D, carriage return",
        "0, NUL",
        "1B, ESC",
        "8, backspace",
        "9, tab",
        "7F, delete",
        "85, next line",
        "9B, CSI",
        "AD, soft hyphen",
        "200B, zero width space",
        "200E, left-to-right mark",
        "200F, right-to-left mark",
        "2028, line separator",
        "2029, paragraph separator",
        "202A, LRE",
        "202B, RLE",
        "202C, PDF",
        "202D, LRO",
        "202E, RLO",
        "2066, LRI",
        "2067, RLI",
        "2068, FSI",
        "2069, PDI",
        "61C, ALM",
        "FEFF, byte order mark",
        "E0041, tag letter",
        "D800, lone surrogate",
        "DC00, lone surrogate",
        "E000, private use",
        "FFFF, noncharacter"
    })
    void writesWhatCouldForgeALineAsItsNumber(String codePointHex, String name) {
        int codePoint = Integer.parseInt(codePointHex, 16);
        String text = "before" + Character.toString(codePoint) + "after";

        String line = PrintableText.of(text);

        assertThat(line).as(name).isEqualTo("before\\u%04xafter", codePoint);
        assertOneHarmlessLine(line);
    }

    @Test
    void leavesOrdinaryTextAsItIs() {
        assertThat(PrintableText.of("Hello, wörld! 你好 👩 [x=1]")).isEqualTo("Hello, wörld! 你好 👩 [x=1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\n", "\u202e", "é", "👩", "\0", "\uD800"})
    void cutsAMebibyteAt512CharactersAndGivesItsLength(String unit) {
        String text = unit.repeat(MIB / unit.length());

        String line = PrintableText.of(text);

        assertThat(line).endsWith("... (" + text.length() + " characters)");
        String kept = line.substring(0, line.lastIndexOf("... ("));
        assertThat(kept.length()).isBetween(PrintableText.MAX_CHARACTERS - 10, PrintableText.MAX_CHARACTERS);
        assertOneHarmlessLine(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩", "\n", "\u202e"})
    void cutsBetweenCharactersNeverInsideOne(String last) {
        for (int before = PrintableText.MAX_CHARACTERS - 8; before <= PrintableText.MAX_CHARACTERS; before++) {
            String line = PrintableText.of("a".repeat(before) + last + "b");
            String shown = last.equals("👩") ? last : PrintableText.of(last);

            assertThat(line)
                    .satisfiesAnyOf(
                            l -> assertThat(l).contains("a" + shown),
                            l -> assertThat(l).contains("a... ("));
            assertOneHarmlessLine(line);
        }
    }

    @Test
    void keepsATextOfExactly512CharactersWhole() {
        String text = "a".repeat(PrintableText.MAX_CHARACTERS);

        assertThat(PrintableText.of(text)).isEqualTo(text);
        assertThat(PrintableText.of(text + "b")).isEqualTo(text + "... (513 characters)");
        assertThat(PrintableText.of("")).isEmpty();
    }

    @Test
    void showsBytesAsTheOriginalProgramsPrintThem() {
        assertThat(PrintableText.of("\fHello, 'w\\orld'\r\n\t\0".getBytes(US_ASCII)))
                .isEqualTo("b'\\x0cHello, \\'w\\\\orld\\'\\r\\n\\t\\x00'");
        assertThat(PrintableText.of(new byte[] {(byte) 0xFF, 0x7F, 0x1B})).isEqualTo("b'\\xff\\x7f\\x1b'");
        assertThat(PrintableText.of(new byte[0])).isEqualTo("b''");
    }

    @ParameterizedTest
    @ValueSource(ints = {'a', '\n', 0x1B, 0xFF})
    void cutsAMebibyteOfBytesAt512CharactersAndGivesTheirNumber(int value) {
        byte[] bytes = new byte[MIB];
        java.util.Arrays.fill(bytes, (byte) value);

        String line = PrintableText.of(bytes);

        assertThat(line).endsWith("... (1048576 bytes)");
        assertThat(line.substring(0, line.lastIndexOf("... (")).length())
                .isBetween(PrintableText.MAX_CHARACTERS - 10, PrintableText.MAX_CHARACTERS);
        assertOneHarmlessLine(line);
    }

    @Test
    void ofAFailureIsOneLineWhateverItsText() {
        String line = PrintableText.of(new IllegalStateException("no\n2026-01-01 [INFO] all is well\u2028\u001b[2J"));

        assertThat(line)
                .startsWith("java.lang.IllegalStateException: no\\u000a2026")
                .contains(" at ");
        assertOneHarmlessLine(line);
        assertOneHarmlessLine(PrintableText.of(new IllegalStateException("x".repeat(MIB))));
    }

    @Test
    void ofAnyBytesIsOneHarmlessLine() {
        Random random = new Random(20_261_121L);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(700)];
            random.nextBytes(bytes);
            assertOneHarmlessLine(PrintableText.of(bytes));
            assertOneHarmlessLine(PrintableText.ofUtf8(bytes));
        }
    }

    private static void assertOneHarmlessLine(String line) {
        assertThat(line.codePoints()).noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        });
        assertThat(line.length())
                .isLessThanOrEqualTo(PrintableText.MAX_CHARACTERS + "... (1048576 characters)".length());
    }
}
