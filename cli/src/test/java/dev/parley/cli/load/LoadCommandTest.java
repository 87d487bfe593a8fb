package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.JsonText;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.services.Echo;
import dev.parley.services.Reverse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadCommandTest extends LoadCalls {
    private static final List<RunningServer> SERVERS = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void serve() throws IOException {
        for (String endpoint : List.of("reverse+tcp://127.0.0.1:0", "reverse+udp://127.0.0.1:0")) {
            SERVERS.add(new SelectorEngine()
                    .start(ServerSpec.of(Endpoint.parse(endpoint), Reverse.PROTOCOL, Reverse::serve)));
        }
        SERVERS.add(new SelectorEngine()
                .start(ServerSpec.of(Endpoint.parse("echo+tcp://127.0.0.1:0"), Echo.PROTOCOL, Echo::serve)));
    }

    @AfterAll
    static void stop() throws Exception {
        for (RunningServer server : SERVERS) {
            server.close();
        }
    }

    private static String tcp() {
        return SERVERS.get(0).endpoint().toString();
    }

    @Test
    void shortOptionsAreThoseOfOtherLoadTools() throws IOException {
        String json = folder.resolve("result.json").toString();
        String html = folder.resolve("result.html").toString();

        assertThat(load(tcp(), "-c", "2", "-t", "2", "-r", "400", "-d", "500ms", "-q", "-o", json, "--warmup", "0"))
                .as(printed())
                .isEqualTo(ExitCode.OK);
        assertThat(errors()).as("quiet").isEmpty();
        assertThat(printed()).contains("constant 400/s, 2 clients");
        assertThat(Files.readString(Path.of(json)))
                .contains("\"threads\" : 2", "\"p75\" : ", "\"p95\" : ", "\"stddevNanos\" : ");

        assertThat(load(tcp(), "-n", "20", "-q", "-o", html, "--warmup", "0")).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(Path.of(html))).startsWith("<!DOCTYPE html>");
    }

    @Test
    void theRowsOfTheTableCanBeChosen() {
        assertThat(load(tcp(), "-n", "50", "-q", "--warmup", "0", "--percentiles", "25,50,99.95"))
                .isEqualTo(ExitCode.OK);
        assertThat(rows()).containsExactly("p25", "p50", "p99.95", "max", "mean", "stddev");
        assertThat(printed()).containsPattern("\np99.95 +- +- ");
    }

    @Test
    void theUsualRowsAreThoseWithEnoughRequests() {
        assertThat(load(tcp(), "-n", "200", "-q", "--warmup", "0")).isEqualTo(ExitCode.OK);
        assertThat(rows()).containsExactly("p50", "p75", "p90", "p95", "max", "mean", "stddev");
    }

    private List<String> rows() {
        return printed()
                .lines()
                .filter(line -> line.matches("(p[0-9.]+|max|mean|stddev) +.*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "p50", "50,,90", "fifty", "-1", ""})
    void aPercentileIsBetweenNoneAndAll(String list) {
        assertThat(load(tcp(), "--percentiles=" + list)).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).contains("invalid percentile '");
    }

    @Test
    void summaryShowsBothClocksSideBySide() {
        int exit = load(
                tcp(), "--rate", "1000", "--clients", "3", "--count", "1000", "--warmup", "0", "--interval", "300ms");
        assertThat(exit).as(errors()).isZero();
        assertThat(printed())
                .contains("constant 1000/s, 3 clients, depth 1, 64 bytes")
                .containsPattern("response +ideal +slot wait +service +lateness")
                .containsPattern("p50 .*\np75 .*\np90 .*\np95 .*\np99 .*\nmax ")
                .doesNotContain("\np99.9 ")
                .contains("requests: 1000 measured, 1000 correct replies")
                .contains("errors: 0")
                .containsPattern("verdict: (INVALID|valid)");
        assertThat(errors()).contains("replies/s  response p50");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void repliesAreCheckedOnEveryTransport(int server) {
        int exit = load(
                SERVERS.get(server).endpoint().toString(),
                "--closed",
                "--count",
                "300",
                "--warmup",
                "0",
                "--size",
                "16-200",
                "--fail-if",
                "errors>0",
                "--fail-if",
                "wrong>0");
        assertThat(exit).as(errors()).isZero();
        assertThat(printed()).contains("300 correct replies").contains("closed loop");
    }

    @Test
    void repliesThatCannotBeCheckedAreNotCalledCorrect() {
        String timer = SERVERS.get(2).endpoint().toString().replace("echo", "timer");

        assertThat(load(timer, "--closed", "--count", "30", "--warmup", "0"))
                .as(errors())
                .isZero();

        assertThat(printed())
                .contains("requests: 30 measured, 30 replies (not checked")
                .doesNotContain("correct");
    }

    @Test
    void summaryOfUdpReportsTheJitterAndThatOfTcpDoesNot() {
        String udp = SERVERS.get(1).endpoint().toString();
        assertThat(load(udp, "--depth", "8", "--closed", "--count", "300", "--warmup", "0", "--fail-if", "errors>0"))
                .as(errors())
                .isZero();
        assertThat(printed())
                .contains("depth 8", "300 correct replies")
                .containsPattern("\njitter: [0-9.]+ (us|ms) \\(RFC 3550, of round trips\\)\n");
        forgetPrinted();
        assertThat(load(tcp(), "--closed", "--count", "300", "--warmup", "0")).isZero();
        assertThat(printed()).contains("300 correct replies").doesNotContain("jitter");
    }

    @Test
    void depthOverUdpIsAUsageErrorWhereRepliesAreAllAlike() {
        assertThat(load("pong+udp://127.0.0.1:1", "--depth", "2")).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).contains("do not identify their request").hasLineCount(1);
        assertThat(printed()).isEmpty();
    }

    @Test
    void crossedThresholdExits99AndIsNamed() {
        int exit = load(
                tcp(),
                "--rate",
                "500",
                "--duration",
                "300ms",
                "--warmup",
                "0",
                "--fail-if",
                "max>1ns",
                "--fail-if",
                "errors>0");
        assertThat(exit).isEqualTo(99);
        assertThat(errors()).contains("max>1ns: it is ").doesNotContain("errors>0:");
    }

    @ParameterizedTest
    @CsvSource({
        "--fail-if, p98>5ms, is an invalid threshold",
        "--fail-if, p99>5, is an invalid threshold",
        "--fail-if, errors>0ms, is an invalid threshold",
        "--rate, 0, rate must be greater than 0",
        "--rate, fast, invalid rate 'fast'; expected 5000 or 100-5000",
        "--size, 0, invalid size '0'; expected 64 or 16-512",
        "--size, 300, at most 255",
        "--clients, 0, is not a whole number from 1 up",
        "--framing, len9, there is no framing",
        "--duration, 0s, duration must be greater than zero",
        "--warmup, soon, invalid duration",
    })
    void badInputIsAUsageErrorBeforeAnythingIsSent(String option, String value, String text) {
        assertThat(load(tcp(), option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).contains(text).doesNotContain("Exception");
        assertThat(printed()).isEmpty();
    }

    @Test
    void noServerExits69() throws IOException {
        int port;
        try (var taken = new java.net.ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        assertThat(load("reverse://127.0.0.1:" + port)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(errors()).contains("cannot connect to reverse+tcp://127.0.0.1:" + port);
    }

    /** The process is ended with SIGTERM, which is handled like the SIGINT of Ctrl-C. */
    @Test
    void signalEndsEarlyWithAValidDocument() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.parley.cli.Main",
                        "load",
                        tcp(),
                        "--duration",
                        "5m",
                        "--warmup",
                        "0",
                        "--interval",
                        "100ms",
                        "--json",
                        "-")
                .start();
        try (var errors = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(errors.readLine()).contains("replies/s");
            process.toHandle().destroy(); // Process.destroy would close its streams
            byte[] document = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(JsonText.names(new String(document, StandardCharsets.UTF_8)))
                    .contains("schemaVersion");
            assertThat(new String(document, StandardCharsets.UTF_8)).contains("\"interrupted (SIGTERM)\"");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void noReplyAtAllExits1WithAValidDocument() throws IOException {
        int port;
        try (var taken = new java.net.DatagramSocket(0)) {
            port = taken.getLocalPort();
        }
        int exit = load(
                "reverse+udp://127.0.0.1:" + port,
                "--rate",
                "50",
                "--duration",
                "200ms",
                "--warmup",
                "0",
                "--timeout",
                "100ms",
                "--json",
                "-");
        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(JsonText.names(printed())).contains("verdict");
        assertThat(printed()).contains("no replies received");
    }

    @Test
    void eachStageHasARow() {
        assertThat(load(tcp(), "--stages", "r=100 for 200ms, ramp to 300 over 100ms", "--warmup", "0", "-q"))
                .isEqualTo(ExitCode.OK);
        assertThat(printed())
                .contains("constant 100/s for 0.2 s ")
                .contains("ramp from 100/s to 300/s over 100 ms ")
                .contains("requests: 40 measured, 40 correct replies");
    }

    @Test
    void stagesHaveTheRatesAndTimes() {
        assertThat(load(tcp(), "--stages", "r=100 for 1s", "--rate", "5")).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).contains("--stages has the rates and times; it cannot be combined with");
    }
}
