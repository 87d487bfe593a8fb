package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console =
            new Console(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), err);

    @Test
    void theLongestThatLeavesTheLastColumnFreeIsShown() {
        List<String> lines = List.of("12345678", "1234567", "123");
        assertThat(new ProgressLine(console, 9).fitting(lines)).isEqualTo("12345678");
        assertThat(new ProgressLine(console, 8).fitting(lines)).isEqualTo("1234567");
        assertThat(new ProgressLine(console, 7).fitting(lines)).isEqualTo("123");
        assertThat(new ProgressLine(console, 3).fitting(lines)).isEqualTo("12");
    }

    @Test
    void nothingIsLeftOfIt() {
        ProgressLine line = new ProgressLine(console, 20);
        line.clear();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        line.show(List.of("working"));
        line.say("a line that stays and is too long");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[K\u001b[?7lworking\u001b[?7h\r\u001b[Ka line that stays a\n");
    }

    @Test
    void whatStaysIsWholeWhereThereIsNoTerminal() {
        new ProgressLine(console, 0).say("a line that stays and is long");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a line that stays and is long\n");
    }
}
