package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.FreePort;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code parley load} measures the real sockperf server, and Parley's; every reply is checked, its number too. */
@Tag("slow")
class LoadSockperfTest {
    /** On TCP the original serves one connection at a time. */
    @ParameterizedTest
    @CsvSource({"tcp, 1, 1, 14", "tcp, 1, 16, 100-3000", "udp, 3, 1, 14", "udp, 3, 16, 14", "udp, 3, 8, 100-3000"})
    void realServerAnswersEveryPing(String transport, String clients, String depth, String size) throws IOException {
        try (ChildProgram server = serve(transport)) {
            String port = server.awaitText("PORT = +(\\d+)").group(1);
            server.awaitText("\\[tid \\d+] using ");
            everyReplyIsRight("sockperf+" + transport + "://127.0.0.1:" + port, clients, depth, size);
            assertThat(server.alive()).as(server.outText() + server.errText()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void ourOwnServerAnswersEveryPing(String transport) {
        try (ParleyProcess parley = ParleyProcess.serve("sockperf+" + transport + "://:0")) {
            everyReplyIsRight(parley.endpoint().toString(), "3", "8", "14-500");
        }
    }

    private static void everyReplyIsRight(String endpoint, String clients, String depth, String size) {
        List<String> words = new ArrayList<>(List.of("load", endpoint, "--clients", clients, "--depth", depth));
        words.addAll(List.of("--size", size, "--closed", "--count", "3000", "--warmup", "0", "--timeout", "20s"));
        words.addAll(List.of("--fail-if", "errors>0"));
        Transcript load = Transcript.of(words.toArray(String[]::new)).exits(ExitCode.OK);
        assertThat(load.out())
                .contains("requests: 3000 measured, 3000 correct replies", "errors: 0\n")
                .doesNotContain("also:", "never got a reply");
    }

    @Test
    void sizeIsOfTheWholeMessageSoItHasRoomForTheHeader() {
        assertThat(Transcript.of("load", "sockperf://:1", "--size", "13")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("a sockperf message has a header of 14 bytes, so 13 are too few; give a --size from 14 up")
                .hasLineCount(1);
    }

    @Test
    void anotherFramingIsRefused() {
        assertThat(Transcript.of("load", "sockperf://:1", "--framing", "len16")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("leave --framing out");
    }

    private static ChildProgram serve(String transport) throws IOException {
        List<String> command = new ArrayList<>(List.of("sockperf", "server", "--ip=127.0.0.1"));
        command.add("--port=" + FreePort.of(transport));
        if (transport.equals("tcp")) {
            command.add("--tcp");
        }
        try {
            return ChildProgram.start(command);
        } catch (UncheckedIOException e) {
            String reason = "skipped: there is no sockperf here (Debian: apt-get install sockperf)";
            System.err.println("LoadSockperfTest " + reason);
            return abort(reason);
        }
    }
}
