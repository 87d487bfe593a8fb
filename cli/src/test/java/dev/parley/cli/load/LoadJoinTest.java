package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Load generators in processes of their own, as users start them, and a real server. */
@Timeout(120)
@Tag("slow")
class LoadJoinTest {
    private static ParleyProcess server;

    @TempDir
    private Path folder;

    private final List<ParleyProcess> generators = new ArrayList<>();

    @BeforeAll
    static void serve() {
        server = ParleyProcess.serve("reverse://:0", "--engine", "selector");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void endAll() {
        generators.forEach(ParleyProcess::close);
    }

    private ParleyProcess start(String... words) {
        ParleyProcess process = ParleyProcess.start(words);
        generators.add(process);
        return process;
    }

    private Path json() {
        return folder.resolve("result.json");
    }

    /** Of three; without a warm-up, whose time depends on the machine. */
    private ParleyProcess coordinator(String duration) {
        return start(
                "load",
                server.endpoint().toString(),
                "--rate",
                "300",
                "--clients",
                "6",
                "--duration",
                duration,
                "--warmup",
                "0",
                "--generators",
                "3",
                "--json",
                json().toString());
    }

    private List<ParleyProcess> others(ParleyProcess coordinator) {
        String address = coordinator
                .program()
                .awaitText("parley load --join (\\S+:\\d+)")
                .group(1);
        return Stream.of(1, 2).map(_ -> start("load", "--join", address)).toList();
    }

    private JsonNode result() throws IOException {
        byte[] document = Files.readAllBytes(json());
        assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
        return new JsonMapper().readTree(document);
    }

    @Test
    void threeProcessesMeasureOneLoad() throws IOException {
        ParleyProcess coordinator = coordinator("1s");
        List<ParleyProcess> others = others(coordinator);

        assertThat(coordinator.program().exitCode()).as(coordinator.err()).isEqualTo(ExitCode.OK);
        others.forEach(
                other -> assertThat(other.program().exitCode()).as(other.err()).isEqualTo(ExitCode.OK));
        JsonNode result = result();
        assertThat(result.at("/requests/due").asLong()).isEqualTo(300);
        assertThat(result.at("/response/count").asLong()).isEqualTo(300);
        assertThat(result.at("/load/clients").asInt()).isEqualTo(6);
        assertThat(result.at("/throughput/askedPerSecond").asDouble()).isBetween(299.0, 301.0);
        assertThat(result.at("/generators")).hasSize(3).allSatisfy(generator -> {
            assertThat(generator.at("/result/requests/due").asLong()).isEqualTo(100);
            assertThat(generator.at("/result/load/clients").asInt()).isEqualTo(2);
        });
        assertThat(coordinator.program().outText()).contains("load generator", "generator 3 (127.0.0.1, pid ");
        assertThat(others.getFirst().err()).contains("the coordinator has the result");
    }

    @Test
    void oneThatIsKilledMakesItAFailureAndNeverAValidResult() throws IOException {
        ParleyProcess coordinator = coordinator("10m");
        List<ParleyProcess> others = others(coordinator);
        others.forEach(other -> other.program().awaitText("replies/s"));
        others.getFirst().program().signal("KILL");

        assertThat(coordinator.program().exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(coordinator.err())
                .containsPattern("parley load: generator [23] \\(127\\.0\\.0\\.1, pid "
                        + others.getFirst().program().pid() + "\\) failed: ");
        assertThat(result().at("/verdict/trustworthyUpTo").asString()).isEqualTo("none");
        assertThat(result().at("/verdict/reasonKinds").toString()).contains("generator_lost");
        assertThat(others.getLast().program().exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void withoutACoordinatorTheOthersStopAtOnce() {
        ParleyProcess coordinator = coordinator("10m");
        List<ParleyProcess> others = others(coordinator);
        others.forEach(other -> other.program().awaitText("replies/s"));
        coordinator.program().signal("KILL");

        others.forEach(other -> {
            assertThat(other.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(other.err()).containsPattern("parley load: the coordinator at 127.0.0.1:\\d+ has gone");
        });
    }

    @Test
    void anInterruptOfTheCoordinatorEndsAllWithWhatWasMeasured() throws IOException {
        ParleyProcess coordinator = coordinator("10m");
        List<ParleyProcess> others = others(coordinator);
        others.forEach(other -> other.program().awaitText("replies/s"));

        assertThat(coordinator.stop("INT")).as(coordinator.err()).isEqualTo(ExitCode.OK);
        others.forEach(
                other -> assertThat(other.program().exitCode()).as(other.err()).isEqualTo(ExitCode.OK));
        assertThat(result().at("/verdict/endedEarly").asString()).isEqualTo("interrupted (SIGINT)");
        assertThat(result().at("/generators")).hasSize(3);
    }
}
