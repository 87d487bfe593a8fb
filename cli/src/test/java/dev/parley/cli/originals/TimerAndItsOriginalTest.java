package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seed 003, both ways round. */
@Tag("slow")
class TimerAndItsOriginalTest {
    private static final String UUID_TEXT = "9f8b1c1e-7c1b-4b58-9d3e-0f6b8f0a1c2d";

    private static ParleyProcess parley;

    @BeforeAll
    static void start() {
        PythonProgram.required();
        parley = ParleyProcess.serve("timer://:0");
    }

    @AfterAll
    static void stop() {
        if (parley != null) {
            parley.close();
        }
    }

    @Test
    void sendsTheOriginalClientItsUuidAndSecondsWithSixDecimals() {
        List<String> lines = PythonProgram.run(
                        "seed003_client", "--num_msgs", "20", "--port", Integer.toString(parley.port()))
                .lines()
                .toList();

        assertThat(lines)
                .hasSize(20)
                .allMatch(
                        line -> line.matches("([0-9a-f-]{36}) -> UUID: \\1 received after [0-9]+\\.[0-9]{6} seconds"));
    }

    @Test
    void timeSpeaksToTheOriginalServer() {
        try (ChildProgram original = PythonProgram.start("seed003_server", "--port", "0")) {
            String endpoint = "timer://:" + PythonProgram.port(original);

            List<String> lines = Transcript.of("time", endpoint, "--num_msgs", "20")
                    .exits(ExitCode.OK)
                    .out()
                    .lines()
                    .toList();

            assertThat(lines.get(20)).isEqualTo("sent 20, received 20");
            assertThat(lines.get(21)).matches("round trip: min [^,]*, p50 [^,]*, max [^,]*");
            assertThat(lines.get(22)).matches("server deltas: min [^,]*, p50 [^,]*, max [^,]*");
            assertThat(lines.get(23)).startsWith("verdict: ");
        }
    }

    @Test
    void aSixthClientWaitsUntilOneOfFiveLeaves() throws IOException {
        try (ParleyProcess server = ParleyProcess.serve("timer://:0")) {
            List<RawClient> five = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                five.add(RawClient.connect(server.address()).send(UUID_TEXT));
                assertThat(reply(five.getLast())).startsWith("UUID: " + UUID_TEXT);
            }
            try (RawClient sixth = RawClient.connect(server.address())) {
                sixth.send(UUID_TEXT).socket().setSoTimeout(300);
                assertThatThrownBy(() -> sixth.receive(1)).isInstanceOf(SocketTimeoutException.class);

                five.getFirst().close();

                sixth.socket().setSoTimeout(10_000);
                assertThat(reply(sixth)).startsWith("UUID: " + UUID_TEXT);
            }
            for (RawClient client : five) {
                client.close();
            }
        }
    }

    @Test
    void moreClientsThanFiveAreServedWhenConfigured() throws IOException {
        try (ParleyProcess server = ParleyProcess.serve("timer://:0", "--max-clients", "7")) {
            List<RawClient> seven = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                seven.add(RawClient.connect(server.address()).send(UUID_TEXT));
                assertThat(reply(seven.getLast())).startsWith("UUID: " + UUID_TEXT);
            }
            for (RawClient client : seven) {
                client.close();
            }
        }
    }

    private static String reply(RawClient client) throws IOException {
        int length = ("UUID: " + UUID_TEXT + " received after 0.000000 seconds").length();
        return new String(client.receive(length), StandardCharsets.US_ASCII);
    }
}
