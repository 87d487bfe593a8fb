package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.TmuxTerminal;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code load --live} in a real terminal: what was there before comes back, however the load ends. */
@Tag("slow")
class LiveScreenTest {
    private ParleyProcess server;

    @BeforeEach
    void serve() {
        server = ParleyProcess.serve("reverse://:0", "--engine", "selector");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> command(String duration) {
        return ParleyProcess.command(
                "load",
                server.endpoints().getFirst().toString(),
                "--live",
                "--rate",
                "200",
                "--duration",
                duration,
                "--warmup",
                "0");
    }

    private TmuxTerminal started(String duration) throws IOException {
        assumeTrue(TmuxTerminal.isThere(), "no tmux to be a terminal");
        TmuxTerminal terminal = TmuxTerminal.of(
                90, 40, "echo before; " + String.join(" ", command(duration)) + "; echo code $?; stty -a");
        await().atMost(Duration.ofSeconds(30)).until(() -> terminal.shows("so far"));
        return terminal;
    }

    private static void isAsBefore(TmuxTerminal terminal, String code) throws IOException {
        await().atMost(Duration.ofSeconds(30)).until(() -> terminal.shows("code "));
        await().atMost(Duration.ofSeconds(30)).until(() -> terminal.shows("echoctl"));
        assertThat(terminal.rows())
                .as("the first screen")
                .startsWith("before")
                .contains("code " + code)
                .noneMatch(row -> row.contains("so far") || row.startsWith("WARNING"))
                .anyMatch(row -> row.matches(".* echo .*"));
    }

    @Test
    void isGoneWithTheEndOfTheLoad() throws Exception {
        try (TmuxTerminal terminal = started("3s")) {
            assertThat(terminal.rows())
                    .doesNotContain("before")
                    .anyMatch(row -> row.matches("rate +[0-9.]+ replies/s of 200/s .*"))
                    .anyMatch(row -> row.matches("measuring .* left"));
            isAsBefore(terminal, "0");
            assertThat(terminal.rows()).anyMatch(row -> row.startsWith("verdict: "));
        }
    }

    @Test
    void isGoneAfterCtrlC() throws Exception {
        try (TmuxTerminal terminal = started("10m")) {
            terminal.type("C-c");
            isAsBefore(terminal, "0");
            assertThat(terminal.rows()).anyMatch(row -> row.contains("ended early: interrupted (SIGINT)"));
        }
    }

    @Test
    void withoutATerminalThereAreProgressLines() {
        Transcript load = Transcript.of(command("1s")
                        .subList(command("1s").indexOf("load"), command("1s").size())
                        .toArray(String[]::new))
                .exits(ExitCode.OK);
        assertThat(load.err())
                .startsWith("parley load: --live needs a terminal on standard error; progress lines instead\n")
                .contains("replies/s");
    }
}
