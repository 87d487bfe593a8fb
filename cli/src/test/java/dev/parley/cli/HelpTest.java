package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.services.Catalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help, as a new user reads it. */
class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "send",
                "put",
                "get",
                "queue",
                "queue stats",
                "queue list",
                "queue peek",
                "queue purge",
                "queue kick",
                "queue pause",
                "queue drain",
                "queue undrain",
                "queue check",
                "queue export",
                "queue import",
                "work",
                "cluster",
                "cluster init",
                "cluster up",
                "cluster down",
                "cluster status",
                "ctl",
                "ctl status",
                "ctl drain",
                "ctl undrain",
                "ctl stop",
                "ctl reload",
                "ctl log-level",
                "ctl kick",
                "ctl faults",
                "ping",
                "time",
                "stop",
                "load",
                "compare",
                "report",
                "tls",
                "doctor",
                "demo",
                "completion",
                "manual",
                "version"
            })
    void everyCommandLeadsWithExamplesAndThenItsUsage(String command) {
        Transcript help = of(command, "--help").exits(ExitCode.OK);

        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("\n  parley " + command, "\nUsage: parley " + command + " ");
        assertThat(help.out().indexOf("\n  parley " + command))
                .isLessThan(help.out().indexOf("Usage:"));
        assertThat(of("help " + command).exits(ExitCode.OK).out()).isEqualTo(help.out());
        assertThat(of(command, "--version").exits(ExitCode.OK).out()).startsWith("parley ");
    }

    /** @param command its words, such as {@code queue purge} */
    private static Transcript of(String command, String... options) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of(options));
        return Transcript.of(words.toArray(String[]::new));
    }

    @Test
    void versionPrintsTheSameAsTheOption() {
        String version = Transcript.of("version").exits(ExitCode.OK).out();

        assertThat(version).startsWith("parley ").hasLineCount(1);
        assertThat(Transcript.of("--version").exits(ExitCode.OK).out()).isEqualTo(version);
        assertThat(Transcript.of("send", "--version").exits(ExitCode.OK).out()).isEqualTo(version);
    }

    @Test
    void theProgramLeadsWithExamplesAndListsEveryCommand() {
        Transcript help = Transcript.of("--help").exits(ExitCode.OK);

        assertThat(help.out()).contains("  parley send reverse 'Hello, world'", "Exit codes: 0 ok");
        List.of("serve", "send", "put", "get", "queue", "work", "ping", "time", "stop", "load", "compare", "report")
                .forEach(command -> assertThat(help.out()).containsPattern("\n  " + command + " +[a-z]"));
        assertThat(Transcript.of().exits(ExitCode.USAGE).out()).isEqualTo(help.out());
    }

    @Test
    void aServicesOwnLimitsStandWithTheService() {
        int clients = Catalog.named("timer")
                .orElseThrow()
                .serving()
                .limits()
                .admission()
                .maxClients();
        String help = Transcript.of("serve", "--help").exits(ExitCode.OK).out();

        assertThat(help).contains("\nA timer serves " + clients + " clients at once");
        assertThat(help.substring(0, help.indexOf("\nServices,"))).doesNotContain("timer");
    }

    @Tag("slow")
    @Test
    void noColorOnATerminalWithNoColorSet() {
        boolean script = Files.isExecutable(Path.of("/usr/bin/script"));
        if (!script) {
            System.err.println("skipped: no script(1) to make a terminal with");
        }
        assumeTrue(script, "no script(1) to make a terminal with");
        assertThat(onTerminal(Map.of("TERM", "xterm"))).contains("\u001b[");
        assertThat(onTerminal(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .contains("Usage:")
                .doesNotContain("\u001b");
    }

    private static String onTerminal(Map<String, String> environment) {
        String command = String.join(" ", ParleyProcess.command("get", "--help"));
        try (ChildProgram terminal =
                ChildProgram.start(List.of("/usr/bin/script", "-qec", command, "/dev/null"), environment)) {
            assertThat(terminal.exitCode()).isZero();
            return terminal.outText();
        }
    }
}
