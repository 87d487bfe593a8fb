package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.Console;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.LatencyHistogram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalLinesTest {
    private static final long MILLI = 1_000_000L;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = new Console(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

    private static ProgressSnapshot at(boolean warmingUp, long millis, int replies, long sent, long errors) {
        LatencyHistogram response = new LatencyHistogram();
        for (int i = 0; i < replies; i++) {
            response.record(MILLI);
        }
        return new ProgressSnapshot(
                millis * MILLI, 0, warmingUp, false, response, new LatencyHistogram(), replies, sent, errors);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eachWholeIntervalIsALineAtOnce() throws IOException {
        try (IntervalLines lines = new IntervalLines("-", Duration.ofSeconds(1), console)) {
            lines.add(at(true, 1000, 5, 5, 0));
            assertThat(lines()).isEmpty();
            lines.add(at(false, 400, 3, 3, 0));
            lines.add(at(false, 1000, 20, 25, 2));
            assertThat(lines())
                    .containsExactly(
                            "{\"fromNanos\":0,\"lengthNanos\":1000000000,\"sent\":25,\"replies\":23,\"errors\":2,"
                                    + "\"response\":{\"p50Nanos\":1000447,\"p99Nanos\":null,\"maxNanos\":1000447},"
                                    + "\"service\":{\"p50Nanos\":null,\"p99Nanos\":null,\"maxNanos\":null}}");
        }
    }

    @Test
    void theRestIsTheLastLine() throws IOException {
        Path file = folder.resolve("intervals");
        Files.writeString(file, "old");
        try (IntervalLines lines = new IntervalLines(file.toString(), Duration.ofSeconds(1), console)) {
            lines.add(at(false, 1001, 10, 10, 1));
            lines.add(at(false, 1200, 4, 15, 1));
            lines.end();
        }
        List<String> written = Files.readAllLines(file);
        assertThat(written).hasSize(2);
        assertThat(written.getLast())
                .startsWith(
                        "{\"fromNanos\":1001000000,\"lengthNanos\":199000000,\"sent\":5,\"replies\":4,\"errors\":0,");
    }

    @Test
    void aFileThatTakesNoMoreIsNamed() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs Linux' /dev/full");
        try (IntervalLines lines = new IntervalLines(full.toString(), Duration.ofSeconds(1), console)) {
            assertThat(lines.failed()).isFalse();
            lines.add(at(false, 1001, 10, 10, 1));
            assertThat(lines.failed()).isTrue();
            assertThatThrownBy(lines::end)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot write /dev/full: ");
        }
    }
}
