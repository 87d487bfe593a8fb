package dev.parley.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole laboratory, as a user has it: etcd, three databases under Patroni, two of Parley's servers. */
@Tag("slow")
@Timeout(300)
class LaboratoryTest {
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);

    @Test
    void thePrimaryIsKilledAndNothingThatWasAcknowledgedIsLost() throws IOException {
        try (TestLaboratory lab = new TestLaboratory()) {
            lab.up();
            Laboratory files = lab.files();
            String first = files.endpoint(1) + "/mail";
            String second = files.endpoint(2) + "/mail";
            String both = files.queue().replace("/default", "/mail");
            put(first, "one");
            assertThat(got(second)).as("put at one server, got at the other").isEqualTo("one");
            List<String> acknowledged = new ArrayList<>(
                    IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
            Transcript.withInput(String.join("\n", acknowledged).getBytes(UTF_8), "put", both, "--lines")
                    .exits(ExitCode.OK);

            int lost = lab.primary();
            TestLaboratory.kill(
                    files.pidFile(Laboratory.patroni(lost)).running().orElseThrow());
            TestLaboratory.kill(files.postmaster(lost).running().orElseThrow());
            long began = System.nanoTime();
            put(both, "after the failover");
            Duration away = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf(
                    "server of the primary killed: a put was acknowledged after %.1f s%n", away.toMillis() / 1e3);
            acknowledged.add("after the failover");

            assertThat(away).isLessThan(LONGEST_AWAY);
            Transcript status = lab.run("status").exits(ExitCode.FAILED);
            assertThat(TestLaboratory.primary(status)).isNotEqualTo(lost);
            assertThat(status.out()).containsPattern("(?m)^db-" + lost + " .* down$");
            assertThat(Transcript.of("cluster", "status", lab.name(), "--json")
                            .exits(ExitCode.FAILED)
                            .out())
                    .contains(
                            "\"well\":false,\"primary\":\"db-" + TestLaboratory.primary(status) + "\",",
                            "{\"name\":\"db-" + lost + "\",\"port\":"
                                    + files.ports().database(lost)
                                    + ",\"pid\":null,\"state\":\"down\",\"well\":false}");
            assertThat(Transcript.of("get", second, "--all", "--newline")
                            .exits(ExitCode.OK)
                            .out()
                            .lines())
                    .containsExactlyElementsOf(acknowledged);

            lab.up();
            goesOnWithItsDataAfterDown(lab, first, second);
        }
    }

    private static void goesOnWithItsDataAfterDown(TestLaboratory lab, String first, String second) throws IOException {
        int primary = lab.primary();
        put(first, "kept");
        List<ProcessHandle> all = lab.processes();
        assertThat(all).hasSize(9);

        assertThat(lab.run("down").exits(ExitCode.OK).err().lines())
                .hasSize(6)
                .allMatch(line -> line.endsWith(": stopped"))
                .startsWith("parley-1: stopped", "parley-2: stopped")
                .endsWith("patroni-" + primary + ": stopped", "etcd: stopped");
        assertThat(all).noneMatch(ProcessHandle::isAlive);
        lab.up();
        assertThat(got(second)).isEqualTo("kept");
    }

    @Test
    void anInterruptLeavesNothingRunning() throws IOException {
        try (TestLaboratory lab = new TestLaboratory()) {
            try (ChildProgram up = ChildProgram.start(ParleyProcess.command("cluster", "up", lab.name()))) {
                up.awaitText("etcd: ready");
                up.signal("INT");
                assertThat(up.exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(up.errText()).contains("interrupted (SIGINT): stopping", "etcd: stopped");
            }
            assertThat(lab.processes()).isEmpty();
            assertThat(lab.run("down").exits(ExitCode.OK).err()).startsWith("nothing runs");
        }
    }

    private static void put(String endpoint, String message) {
        Transcript.of("put", endpoint, "-m", message, "--timeout", "40s").exits(ExitCode.OK);
    }

    private static String got(String endpoint) {
        return Transcript.of("get", endpoint).exits(ExitCode.OK).out();
    }
}
