package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real sockperf measures a Parley server, a second each. Its exit code is 0 whatever happens, so its words count, and
 * the server's log, where a fault of the peer would stand as {@code sockperf from 127.0.0.1:...}.
 */
@Tag("slow")
class SockperfInteropTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Pattern READY = Pattern.compile("ready sockperf\\+(tcp|udp)://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern SENT_AND_RECEIVED =
            Pattern.compile("\\[Valid Duration].*SentMessages=(\\d+); ReceivedMessages=(\\d+)");
    private static final Pattern DROPPED = Pattern.compile(
            "# dropped messages = (\\d+); # duplicated messages = (\\d+); # out-of-order messages = (\\d+)");
    private static final Pattern SENT = Pattern.compile("Total of (\\d+) messages sent");

    @TempDir
    static Path folder;

    private static final Map<String, Integer> PORTS = new TreeMap<>();
    private static Process server;

    @BeforeAll
    static void serve() throws IOException {
        if (!installed()) {
            String reason = "skipped: there is no sockperf here (Debian: apt-get install sockperf)";
            System.err.println("SockperfInteropTest " + reason);
            abort(reason);
        }
        List<String> command =
                new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.parley.cli.Main", "serve", "sockperf://:0", "sockperf+udp://:0"));
        server = new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
        BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            Matcher ready = READY.matcher(String.valueOf(lines.readLine()));
            assertThat(ready.matches()).as(log()).isTrue();
            PORTS.put(ready.group(1), Integer.valueOf(ready.group(2)));
        }
    }

    private static boolean installed() {
        try {
            Process version = new ProcessBuilder("sockperf", "--version")
                    .redirectErrorStream(true)
                    .start();
            version.getInputStream().readAllBytes();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void endServer() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void pingPongLosesNothingAndFindsItsBytesUnchanged(String transport) throws Exception {
        String report = sockperf("ping-pong", transport, "--msg-size=200", "--data-integrity");
        assertThat(number(report, SENT_AND_RECEIVED, 1)).as(report).isGreaterThan(100);
        assertThat(number(report, SENT_AND_RECEIVED, 2)).as(report).isEqualTo(number(report, SENT_AND_RECEIVED, 1));
        assertNothingDropped(report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void underLoadGetsAnAnswerToEveryTenthMessage(String transport) throws Exception {
        // 2,000/s: a slow moment of a shared machine must still fit the kernel's datagram buffer.
        String report = sockperf("under-load", transport, "--msg-size=64", "--mps=2000", "--reply-every=10");
        assertThat(number(report, SENT_AND_RECEIVED, 2)).as(report).isGreaterThan(50);
        assertNothingDropped(report);
    }

    /** More than all buffers between the two hold: a server that does not read would stop the client. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void throughputIsTakenInAndNeverAnswered(String transport) throws Exception {
        String rate = transport.equals("tcp") ? "--mps=max" : "--mps=5000";
        String report = sockperf("throughput", transport, "--msg-size=1400", rate);
        assertThat(number(report, SENT, 1)).as(report).isGreaterThan(transport.equals("tcp") ? 20_000 : 2_000);
    }

    private static String sockperf(String mode, String transport, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("sockperf", mode, "--ip=127.0.0.1", "--time=1"));
        command.add("--port=" + PORTS.get(transport));
        if (transport.equals("tcp")) {
            command.add("--tcp");
        }
        command.addAll(List.of(options));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String report = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor(30, TimeUnit.SECONDS)).as(report).isTrue();
            assertThat(report).doesNotContainIgnoringCase("error");
            assertThat(server.isAlive()).as(log()).isTrue();
            assertThat(log()).as("the server's log").doesNotContain("sockperf from", "[ERROR]");
            return report;
        } finally {
            client.destroyForcibly();
        }
    }

    private static void assertNothingDropped(String report) {
        for (int kind = 1; kind <= 3; kind++) {
            assertThat(number(report, DROPPED, kind)).as(report).isZero();
        }
    }

    private static long number(String report, Pattern pattern, int group) {
        Matcher found = pattern.matcher(report);
        assertThat(found.find()).as("%s in %s", pattern, report).isTrue();
        return Long.parseLong(found.group(group));
    }

    private static String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
