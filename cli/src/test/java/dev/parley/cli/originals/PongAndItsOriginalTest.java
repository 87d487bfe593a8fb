package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import dev.parley.cli.testing.Transcript;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seed 002, both ways round: three servers, parallel clients. */
@Tag("slow")
class PongAndItsOriginalTest {
    private static final int CLIENTS = 5;
    private static final int PINGS = 10;

    @BeforeEach
    void python() {
        PythonProgram.required();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void answersFiveOriginalClientsTenTimesEach(String engine) {
        try (ParleyProcess parley = ParleyProcess.serve("pong://:0", "--engine", engine)) {
            List<String> lines = PythonProgram.run(
                            "seed002_client", "--port", Integer.toString(parley.port()), "--num-clients", "5")
                    .lines()
                    .toList();

            assertThat(lines).hasSize(CLIENTS * PINGS);
            for (int client = 0; client < CLIENTS; client++) {
                assertThat(lines)
                        .filteredOn(("Client #" + client + ": pong")::equals)
                        .hasSize(PINGS);
            }
            if (engine.equals("sequential")) {
                assertClientByClient(
                        lines.stream().map(line -> line.substring(0, 9)).toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed002_server", "seed002_multiselect_server", "seed002_multithread_server"})
    void pingsTheOriginalServersWithFiveClients(String program) {
        try (ChildProgram original = PythonProgram.start(program, "--port", "0")) {
            String endpoint = "pong://:" + PythonProgram.port(original);

            List<String> lines = Transcript.of("ping", endpoint, "--clients", "5", "--timeout", "20s")
                    .exits(ExitCode.OK)
                    .out()
                    .lines()
                    .toList();

            assertThat(lines.get(CLIENTS * PINGS)).isEmpty();
            assertThat(lines.get(CLIENTS * PINGS + 2)).startsWith("50 sent, 50 received, 0 % loss, time ");
            assertThat(lines.get(CLIENTS * PINGS + 3)).startsWith("round trip min/avg/max/stddev = ");
            for (int client = 0; client < CLIENTS; client++) {
                for (int ping = 1; ping <= PINGS; ping++) {
                    assertThat(lines).contains("client " + client + ": pong " + ping);
                }
            }
            if (program.equals("seed002_server")) {
                assertClientByClient(lines.subList(0, CLIENTS * PINGS).stream()
                        .map(line -> line.substring(0, 8))
                        .toList());
            }
        }
    }

    /** All ten replies of one client before the first of the next. */
    private static void assertClientByClient(List<String> clients) {
        for (int i = 0; i < clients.size(); i += PINGS) {
            assertThat(clients.subList(i, i + PINGS)).as(clients.toString()).containsOnly(clients.get(i));
        }
    }
}
