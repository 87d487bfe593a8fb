package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A saved load and today's in turn, against real servers: two quick ones, and one that takes 20 ms for each request. */
@Timeout(120)
@Tag("slow")
class LoadBaselineTest {
    private static ParleyProcess quick;
    private static ParleyProcess slow;

    @TempDir
    private static Path folder;

    private static Path saved;

    @BeforeAll
    static void start() {
        quick = ParleyProcess.serve("pong://:0", "pong://:0");
        slow = ParleyProcess.serve("pong://:0", "--think", "20ms");
        saved = folder.resolve("old.json");
        Transcript.of(
                        "load",
                        quick.endpoints().getFirst().toString(),
                        "-r",
                        "200",
                        "-c",
                        "3",
                        "-d",
                        "1s",
                        "--warmup",
                        "0",
                        "-q",
                        "--json",
                        saved.toString())
                .exits(ExitCode.OK);
    }

    @AfterAll
    static void stop() {
        quick.close();
        slow.close();
    }

    private static Transcript against(String endpoint, String... more) {
        return Transcript.of(Stream.concat(Stream.of("load", endpoint, "--baseline", saved.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void beginsEachPairWithTheOther() {
        assertThat(IntStream.range(0, 10)
                        .mapToObj(run -> AgainstBaseline.isBaseline(run) ? "A" : "B")
                        .toList())
                .isEqualTo(List.of("A", "B", "B", "A", "A", "B", "B", "A", "A", "B"));
    }

    @Test
    void runsTheSavedLoadAndTheSameAgainstAnotherServer() throws IOException {
        Path page = folder.resolve("page.html");
        String other = quick.endpoints().getLast().toString();
        Transcript found = against(other, "--runs", "1", "--json", "-", "--html", page.toString())
                .exits(ExitCode.OK);
        JsonNode document = new JsonMapper().readTree(found.outBytes());
        assertThat(document.required("schema").stringValue()).isEqualTo("parley-report");
        JsonNode groups = document.required("groups");
        assertThat(groups.valueStream().map(group -> group.required("name").stringValue()))
                .containsExactly("baseline", "now");
        for (JsonNode group : groups) {
            JsonNode result = group.required("result");
            assertThat(result.at("/load/schedule").stringValue()).isEqualTo("constant 200/s");
            assertThat(result.at("/load/clients").intValue()).isEqualTo(3);
            assertThat(result.at("/load/durationNanos").longValue()).isEqualTo(1_000_000_000L);
            assertThat(result.at("/requests/reply").longValue()).isEqualTo(200);
        }
        assertThat(groups.get(0).at("/result/load/endpoint").stringValue())
                .isEqualTo(quick.endpoints().getFirst().toString());
        assertThat(groups.get(1).at("/result/load/endpoint").stringValue()).isEqualTo(other);
        assertThat(found.err()).contains("run 1 of 2, baseline\n", "run 2 of 2, now\n");
        assertThat(Files.readString(page)).contains("Latency heat map: baseline", "Latency heat map: now");
    }

    /** Where other tests keep the load generator from its core, the baseline is rightly not believed. */
    @Test
    @Tag("alone")
    void aSlowerServerIsARegression() {
        Transcript found = against(
                        slow.endpoints().getFirst().toString(),
                        "--runs",
                        "3",
                        "-q",
                        "--metric",
                        "p50",
                        "--regression",
                        "50%")
                .exits(ExitCode.THRESHOLD);
        assertThat(found.out()).contains("\nbaseline     3 ", "\nnow          3 ", "now against baseline:");
        assertThat(found.err()).contains("parley load: regression: p50 of 'now' against 'baseline' is ");
    }

    @Test
    void thresholdsAreForTodaysRuns() {
        Transcript found = against(quick.endpoints().getLast().toString(), "--runs", "1", "-q", "--fail-if", "p50>1ns")
                .exits(ExitCode.THRESHOLD);
        assertThat(found.err()).contains("p50");
    }

    @Test
    void theFileThatIsReadIsNotWritten() {
        assertThat(against("pong://:1", "--json", saved.toString())
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("is the baseline; write to another file");
    }

    @Test
    void aServerThatIsGoneIsNamed() {
        assertThat(against("pong://127.0.0.1:1", "-q")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .contains("127.0.0.1:1");
    }

    @Test
    void aSignalComparesTheRunsThatWereFinished() {
        try (ChildProgram load = ChildProgram.start(ParleyProcess.command(
                "load", quick.endpoints().getLast().toString(), "--baseline", saved.toString(), "--runs", "100"))) {
            load.awaitText("run 3 of 200, now\n");
            load.signal("INT");
            assertThat(load.exitCode()).as(load.errText()).isZero();
            assertThat(load.outText()).contains("\nbaseline     1 ", "\nnow          1 ");
            assertThat(load.errText()).endsWith("interrupted (SIGINT): the runs that were finished are compared\n");
        }
    }
}
