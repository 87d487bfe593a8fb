package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.FreePort;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parley load echo://} against echo servers made of other programs; every reply is checked. */
@Tag("slow")
class LoadOutsideWorldTest {
    @ParameterizedTest
    @CsvSource({
        "read, 1, 1-20000",
        "len16, 8, 1-3000",
        "line, 8, 64",
        "end, 1, 500",
    })
    void socatWithCatEchoesEveryFraming(String framing, String depth, String size) throws IOException {
        String port = Integer.toString(FreePort.of("tcp"));
        String listen = "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork";
        try (ChildProgram socat = start("socat", "-d", "-d", "-t5", listen, "EXEC:cat")) {
            socat.awaitText("listening on");
            everyReplyIsRight("echo://127.0.0.1:" + port, "3", framing, depth, size);
        }
    }

    @ParameterizedTest
    @CsvSource({"read, 1, 1-20000", "len16, 8, 1-3000", "line, 8, 64"})
    void ncatWithCatEchoesToo(String framing, String depth, String size) throws IOException {
        String port = Integer.toString(FreePort.of("tcp"));
        try (ChildProgram ncat = start("ncat", "-v", "-l", "-k", "127.0.0.1", port, "--exec", "/bin/cat")) {
            ncat.awaitText("Listening on");
            everyReplyIsRight("echo://127.0.0.1:" + port, "3", framing, depth, size);
        }
    }

    @Test
    void socatEchoesDatagrams() throws IOException {
        String port = Integer.toString(FreePort.of("udp"));
        try (ChildProgram socat = socatForDatagrams(port)) {
            socat.awaitText("receiving on");
            everyReplyIsRight("echo+udp://127.0.0.1:" + port, "1", "read", "1", "16-1000");
        }
    }

    /**
     * A process for each datagram: they overtake each other, and each reply still finds its request. Of several that wait
     * socat itself loses one now and then, so here a lost one is not a failure.
     */
    @Test
    void socatEchoesSeveralDatagramsAtATime() throws IOException {
        String port = Integer.toString(FreePort.of("udp"));
        try (ChildProgram socat = socatForDatagrams(port)) {
            socat.awaitText("receiving on");
            Transcript load = load("echo+udp://127.0.0.1:" + port, "3", "read", "4", "16-1000", "--timeout", "2s")
                    .exits(ExitCode.OK);
            assertThat(load.out())
                    .containsPattern("requests: 200 measured, (1[5-9][0-9]|200) correct replies\n")
                    .containsPattern("errors: (0|[0-9]+, [0-9]+ lost)\n");
        }
    }

    private static ChildProgram socatForDatagrams(String port) {
        String receive = "UDP-RECVFROM:" + port + ",bind=127.0.0.1,fork";
        return start("socat", "-d", "-d", "-t20", receive, "PIPE");
    }

    private static void everyReplyIsRight(String endpoint, String clients, String framing, String depth, String size) {
        Transcript load = load(endpoint, clients, framing, depth, size, "--timeout", "20s", "--fail-if", "errors>0");
        assertThat(load.exits(ExitCode.OK).out())
                .contains("requests: 200 measured, 200 correct replies", "errors: 0\n");
    }

    private static Transcript load(
            String endpoint, String clients, String framing, String depth, String size, String... options) {
        List<String> words = new ArrayList<>(List.of("load", endpoint, "--clients", clients, "--framing", framing));
        words.addAll(List.of("--depth", depth, "--size", size, "--closed", "--count", "200", "--warmup", "0"));
        words.addAll(List.of(options));
        return Transcript.of(words.toArray(String[]::new));
    }

    private static ChildProgram start(String... command) {
        try {
            return ChildProgram.start(List.of(command));
        } catch (UncheckedIOException e) {
            String reason = "skipped: " + command[0] + " is not installed; .ci/run installs it";
            System.err.println("LoadOutsideWorldTest " + reason);
            return abort(reason);
        }
    }
}
