package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.TmuxTerminal;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.load.ConstantRate;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.services.Reverse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LoadProgressTest {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private RunningServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new SelectorEngine()
                .start(ServerSpec.of(Endpoint.parse("reverse+tcp://127.0.0.1:0"), Reverse.PROTOCOL, Reverse::serve));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String followed(boolean terminal, Duration interval) throws IOException, InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream text = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), text, text);
        LoadSpec spec = LoadSpec.of(server.endpoint(), Reverse.PROTOCOL.withCodecs(Codecs.BYTES, Codecs.BYTES))
                .onSchedule(new ConstantRate(200))
                .lasting(Duration.ZERO, Duration.ofMillis(700));
        try (LoadRun run = LoadRun.start(spec, null)) {
            new LoadProgress(console, new ProgressLine(console, terminal ? 80 : 0), interval).follow(run, null);
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Every quarter of a second at least, each over the one before, and none stays when the table comes. */
    @Test
    void onATerminalOneLineChangesAndIsGoneInTheEnd() throws Exception {
        String text = followed(true, Duration.ofMinutes(1));
        assertThat(text).startsWith(CLEAR_LINE).endsWith(CLEAR_LINE).doesNotContain("\n");
        assertThat(List.of(text.split("\r\u001b\\[K")))
                .hasSizeGreaterThan(1)
                .first()
                .isEqualTo("");
        assertThat(text).containsPattern("l +0\\.[0-9] s +[0-9.]+ replies/s  .*p50 .* errors 0\u001b\\[\\?7h\r");
    }

    @Test
    void elsewhereThereIsALineAnInterval() throws Exception {
        String text = followed(false, Duration.ofMillis(200));
        assertThat(text).endsWith("\n").doesNotContain("\u001b").doesNotContain("\r");
        assertThat(text.lines())
                .hasSize(3)
                .allMatch(line -> line.contains("replies/s"))
                .satisfies(line -> assertThat(line).startsWith("   0.2 s "), Index.atIndex(0))
                .satisfies(line -> assertThat(line).startsWith("   0.6 s "), Index.atIndex(2));
    }

    /** The row of a line that wrapped would stay for ever. */
    @Test
    void leavesNoRowBehindInATerminalOf80Columns() throws Exception {
        assumeTrue(TmuxTerminal.isThere(), "no tmux to be a terminal of 80 columns");
        String load = String.join(
                " ",
                ParleyProcess.command(
                        "load", server.endpoint().toString(), "--rate", "200", "--duration", "3s", "--warmup", "0"));
        try (TmuxTerminal terminal = TmuxTerminal.of(80, 40, load)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> terminal.rows().stream().anyMatch(row -> row.contains("p99")));
            assertThat(terminal.rows())
                    .filteredOn(row -> !row.isBlank())
                    .as("one row while it runs")
                    .hasSize(1)
                    .first()
                    .satisfies(row -> assertThat(row).matches(" +[0-9.]+ s +[0-9.]+ replies/s  .*p50 .* errors 0 *"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> terminal.rows().stream().anyMatch(row -> row.contains("verdict: ")));
            assertThat(terminal.rows().getFirst()).contains(": constant 200/s");
            assertThat(terminal.rows()).noneMatch(row -> row.matches("^ +[0-9.]+ s .*"));
        }
    }

    @Test
    void aTerminalIsSeenAsOne() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")) && Files.exists(Path.of("/proc/self/fd/2")),
                "no script(1) to make a terminal with, or no /proc to recognize one by");
        String command = String.join(
                " ",
                ParleyProcess.command(
                        "load", server.endpoint().toString(), "--rate", "200", "--duration", "600ms", "--warmup", "0"));
        try (ChildProgram terminal =
                ChildProgram.start(List.of("/usr/bin/script", "-qec", command, "/dev/null"), Map.of())) {
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.outText()).contains(CLEAR_LINE).contains("verdict: ");
        }
    }
}
