package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code parley load echo://} against echo servers made of other programs; every reply is checked. */
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
            everyReplyIsRight("echo://127.0.0.1:" + port, framing, depth, size);
        }
    }

    @ParameterizedTest
    @CsvSource({"read, 1, 1-20000", "len16, 8, 1-3000", "line, 8, 64"})
    void ncatWithCatEchoesToo(String framing, String depth, String size) throws IOException {
        String port = Integer.toString(FreePort.of("tcp"));
        try (ChildProgram ncat = start("ncat", "-v", "-l", "-k", "127.0.0.1", port, "--exec", "/bin/cat")) {
            ncat.awaitText("Listening on");
            everyReplyIsRight("echo://127.0.0.1:" + port, framing, depth, size);
        }
    }

    /** A process for each datagram: they overtake each other, and each reply still finds its request. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void socatEchoesDatagrams(String depth) throws IOException {
        String port = Integer.toString(FreePort.of("udp"));
        String receive = "UDP-RECVFROM:" + port + ",bind=127.0.0.1,fork";
        try (ChildProgram socat = start("socat", "-d", "-d", "-t20", receive, "PIPE")) {
            socat.awaitText("receiving on");
            everyReplyIsRight("echo+udp://127.0.0.1:" + port, "read", depth, "16-1000");
        }
    }

    private static void everyReplyIsRight(String endpoint, String framing, String depth, String size) {
        List<String> words = new ArrayList<>(List.of("load", endpoint, "--framing", framing, "--depth", depth));
        words.addAll(List.of("--size", size, "--closed", "--count", "200", "--warmup", "0", "--timeout", "20s"));
        words.addAll(List.of("--clients", "3", "--fail-if", "errors>0"));
        Transcript load = Transcript.of(words.toArray(String[]::new)).exits(ExitCode.OK);
        assertThat(load.out()).contains("requests: 200 measured, 200 answered as expected", "errors: 0\n");
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
