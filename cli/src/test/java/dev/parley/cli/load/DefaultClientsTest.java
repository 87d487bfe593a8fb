package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parley serve X} and {@code parley load X} fit together with nothing else typed. */
@Tag("slow")
class DefaultClientsTest {
    private static ParleyProcess parley;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("reverse://:0", "timer://:0", "pong://:0", "reverse+udp://:0");
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 5", "2, 10", "3, 10"})
    void noMoreClientsThanAreServedAtOnce(int server, int clients) {
        Transcript load = Transcript.of(
                        "load",
                        parley.endpoints().get(server).toString(),
                        "--duration",
                        "500ms",
                        "--rate",
                        "100",
                        "--warmup",
                        "0")
                .exits(ExitCode.OK);
        assertThat(load.out())
                .contains(", " + clients + " clients, ", "\nerrors: 0\n")
                .doesNotContain("connections were served at a time", "could not connect");
    }
}
