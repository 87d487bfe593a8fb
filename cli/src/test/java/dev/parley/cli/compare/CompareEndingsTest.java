package dev.parley.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a comparison ends, or one of its servers, no server outlives it and what was measured is reported. */
@Tag("slow")
class CompareEndingsTest {
    @TempDir
    Path folder;

    private static ParleyProcess compare(Map<String, String> environment, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "compare",
                "reverse",
                "--engines",
                "selector,virtual",
                "--rate",
                "200",
                "--clients",
                "2",
                "--warmup",
                "0",
                "--first-warmup",
                "0",
                "--timeout",
                "300ms"));
        words.addAll(List.of(more));
        return ParleyProcess.start(environment, words.toArray(String[]::new));
    }

    private static ParleyProcess compare(String... more) {
        return compare(Map.of("PARLEY_LAUNCHER", ""), more);
    }

    private static void awaitNoneAlive(List<ProcessHandle> servers) {
        await().atMost(ChildProgram.PATIENCE).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static List<ProcessHandle> servers(ParleyProcess compare) {
        List<ProcessHandle> servers = compare.program().children();
        assertThat(servers).hasSize(2);
        return servers;
    }

    /** Of its command line. The JDK knows none that is longer than a page, which a class path may be. */
    private static List<String> words(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .split("\0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSignalEndsTheServersAndPrintsTheTableOfWholeTrials() throws Exception {
        Path json = folder.resolve("c.json");
        try (ParleyProcess compare = compare("--duration", "500ms", "--rounds", "600", "--json", json.toString())) {
            compare.program().awaitText("round 1/600  virtual tcp ");
            List<ProcessHandle> servers = servers(compare);
            assertThat(compare.stop("INT")).as(compare.err()).isZero();
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(compare.program().outText())
                    .containsPattern("ended early: interrupted \\(SIGINT\\); [2-9] of 1200 trials completed")
                    .containsPattern("(?m)^. selector +[0-9.]+ ");
            assertThat(Files.readString(json)).contains("\"endedEarly\" : \"interrupted (SIG");
        }
    }

    @Test
    void aSignalBeforeTheFirstTrialIsOverExits1() {
        try (ParleyProcess compare = compare("--duration", "10m")) {
            compare.program().awaitText("trials, 10 min each");
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> compare.program().children().size() == 2);
            List<ProcessHandle> servers = servers(compare);
            assertThat(compare.stop("INT")).isEqualTo(ExitCode.FAILED);
            assertThat(compare.err()).contains("it ended before anything was measured");
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
        }
    }

    /** No code of it runs any more that could end them. */
    @Test
    void serversEndWhenTheComparisonIsKilled() {
        try (ParleyProcess compare = compare("--duration", "200ms", "--rounds", "600")) {
            compare.program().awaitText("round 1/600 ");
            List<ProcessHandle> servers = servers(compare);
            compare.stop("KILL");
            awaitNoneAlive(servers);
        }
    }

    @Test
    void aServerThatDiesCostsItsOwnRoundsOnly() {
        try (ParleyProcess compare = compare("--duration", "500ms", "--rounds", "3")) {
            compare.program().awaitText("round 1/3  virtual tcp ");
            ProcessHandle virtual = servers(compare).stream()
                    .filter(server -> words(server).contains("virtual"))
                    .findFirst()
                    .orElseThrow();
            virtual.destroyForcibly();
            assertThat(compare.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(compare.err())
                    .contains("parley compare: virtual tcp: its server is gone since round ")
                    .contains("it ended with code 137")
                    .contains("round 3/3  selector tcp ")
                    .contains("some servers failed; see their rows");
            assertThat(compare.program().outText())
                    .containsPattern("(?m)^! virtual ")
                    .contains("- its server is gone since round ");
        }
    }

    @Test
    void aServerThatDoesNotComeUpIsReportedWithItsLastLine() throws Exception {
        Path launcher =
                Files.writeString(folder.resolve("launcher"), "#!/bin/sh\necho 'parley: no disk left' >&2\nexit 78\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        try (ParleyProcess compare = compare(Map.of("PARLEY_LAUNCHER", launcher.toString()))) {
            assertThat(compare.program().exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(compare.err())
                    .contains(
                            "parley compare: the server selector tcp did not come up: it ended with code 78; last output: "
                                    + "parley: no disk left");
            assertThat(compare.program().outText()).isEmpty();
        }
    }

    @Test
    void aServerStartedWithUntilEofEndsWithItsInput() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://127.0.0.1:0", "--until-eof")) {
            server.program().in().close();
            assertThat(server.program().exitCode()).isZero();
        }
    }
}
