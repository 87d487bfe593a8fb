package dev.parley.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.Transcript;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.services.Reverse;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Whole comparisons, small: real servers in processes of their own. */
@Tag("slow")
class CompareCommandTest {
    @TempDir
    Path folder;

    /** All values of a name, in order; fails when it is not one whole document. */
    private static List<String> values(byte[] document, String name) {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && name.equals(parser.currentName())) {
                    values.add(parser.getString());
                }
            }
        }
        return values;
    }

    @Test
    void enginesAreComparedOverBothTransportsWithAServerThatRuns() throws Exception {
        Path json = folder.resolve("compare.json");
        try (RunningServer server = new SelectorEngine()
                .start(ServerSpec.of(Endpoint.parse("reverse+udp://127.0.0.1:0"), Reverse.PROTOCOL, Reverse::serve))) {
            Transcript transcript = Transcript.of(
                            "compare",
                            "reverse",
                            "--engines",
                            "selector,virtual",
                            "--transport",
                            "tcp,udp",
                            "--against",
                            "mine=" + server.endpoint(),
                            "--rounds",
                            "2",
                            "--rate",
                            "200",
                            "--clients",
                            "2",
                            "--duration",
                            "300ms",
                            "--warmup",
                            "0",
                            "--first-warmup",
                            "50ms",
                            "--json",
                            json.toString())
                    .exits(ExitCode.OK);
            String table = transcript.out();
            assertThat(table)
                    .startsWith("reverse: constant 200/s, 2 clients, depth 1, 64 bytes\n2 rounds of 300ms; p50")
                    .containsPattern("(?m)^  tcp +replies/s +ratio +± +p50 +ratio +± +p99 +ratio +± +errors$")
                    .containsPattern("(?m)^  udp +replies/s ")
                    .containsPattern("(?m)^. selector +[0-9.]+ +1 +- .* +[0-9]+$")
                    .containsPattern("(?m)^. mine +[0-9.]+ .* [0-9]+$")
                    .contains("\nparley compare reverse --engines ")
                    .contains("  parley serve reverse+tcp://127.0.0.1:0 --engine virtual\n")
                    .contains("  runs at " + server.endpoint());
            assertThat(table.lines().filter(line -> line.contains("?")).count()).isGreaterThan(2);
            assertThat(table)
                    .contains("? undecided: it takes 3 runs of each to know their spread.")
                    .doesNotContain("~");
            assertThat(transcript.err())
                    .contains("5 servers, 2 rounds: 10 trials, 0.3 s each: about 3.3 s with 0.1 s to warm each server")
                    .containsPattern("round 1/2  selector tcp +[0-9.]+ replies/s  p50 .* errors [0-9]+  [0-9.]+ s left")
                    .containsPattern("round 2/2  mine udp ");
        }
        byte[] document = Files.readAllBytes(json);
        assertThat(values(document, "schema"))
                .hasSize(11)
                .startsWith("parley-compare", "parley-load")
                .endsWith("parley-load");
        assertThat(values(document, "name")).containsExactly("selector", "virtual", "selector", "virtual", "mine");
        assertThat(values(document, "transport")).containsExactly("tcp", "tcp", "udp", "udp", "udp");
    }

    @Test
    void aServiceThatThinksIsComparedWithAndWithout() {
        Transcript transcript = Transcript.of(
                        "compare",
                        "pong",
                        "--engines",
                        "selector",
                        "--think",
                        "20ms",
                        "--closed",
                        "--clients",
                        "1",
                        "--rounds",
                        "1",
                        "--count",
                        "25",
                        "--warmup",
                        "0",
                        "--first-warmup",
                        "0",
                        "--json",
                        "-")
                .exits(ExitCode.OK);
        assertThat(values(transcript.outBytes(), "thinkNanos")).containsExactly("0", "20000000");
        assertThat(transcript.out()).contains("--engine selector --think 20ms\"");
        String second = transcript.out().substring(transcript.out().indexOf("\"thinkNanos\" : 20000000"));
        Matcher p50 = Pattern.compile("\"p50Nanos\" : ([0-9.E]+)").matcher(second);
        assertThat(p50.find()).isTrue();
        assertThat(Double.parseDouble(p50.group(1)))
                .as("p50 with a service that thinks for 20 ms")
                .isGreaterThan(20e6);
    }

    @Test
    void clientsThatStarveAreReportedAndFailNothingElse() {
        Transcript transcript = Transcript.of(
                        "compare",
                        "reverse",
                        "--engines",
                        "selector,sequential",
                        "--clients",
                        "3",
                        "--rate",
                        "150",
                        "--rounds",
                        "1",
                        "--duration",
                        "400ms",
                        "--timeout",
                        "300ms",
                        "--warmup",
                        "0",
                        "--first-warmup",
                        "0")
                .exits(ExitCode.OK);
        assertThat(transcript.out())
                .containsPattern("(?m)^! sequential ")
                .contains("2 of 3 clients never got a reply; the server may serve fewer at a time");
    }

    @Test
    void aRunningServerThatIsNotThereExits69BeforeAnyIsWarmed() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        Transcript transcript = Transcript.of(
                        "compare",
                        "reverse",
                        "--engines",
                        "selector",
                        "--against",
                        "gone=reverse://127.0.0.1:" + port,
                        "--first-warmup",
                        "1ms")
                .exits(ExitCode.UNAVAILABLE);
        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err())
                .contains("parley compare: cannot connect to reverse+tcp://127.0.0.1:" + port)
                .doesNotContain("warming", "round 1/");
    }

    @Test
    void unwritableFileIsAnErrorBeforeAnyServerIsStarted() {
        Transcript transcript = Transcript.of(
                        "compare",
                        "reverse",
                        "--json",
                        folder.resolve("none/c.json").toString())
                .exits(ExitCode.IO_ERROR);
        assertThat(transcript.err()).contains("there is no such folder").doesNotContain("servers");
    }
}
