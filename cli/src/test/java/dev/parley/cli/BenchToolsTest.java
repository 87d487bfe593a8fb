package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** The C tools in {@code bench}, beside which servers are measured: they build, measure, and see a wrong reply. */
@Tag("slow")
class BenchToolsTest {
    private static final Path BENCH = Path.of("..", "bench");
    private static final String TOOLS = BENCH.resolve("target").toString() + "/";
    private static final Pattern READY = Pattern.compile("ready reverse\\+tcp://127\\.0\\.0\\.1:(\\d+)");
    private static final String RESULT = "rate [1-9]\\d* \\S+/s  p50 [\\d.]+  p99 [\\d.]+  p99\\.9 [\\d.]+ us  ";

    private static final Pattern PERCENTILES =
            Pattern.compile("p50 (?<p50>[\\d.]+)  p90 [\\d.]+  p99 [\\d.]+  p99\\.9 [\\d.]+  max (?<max>[\\d.]+) us");

    /** What a program printed on both streams, and its exit code. */
    private record Ending(String printed, int code) {}

    @BeforeAll
    static void build() throws Exception {
        for (String tool : List.of("gcc", "make", "python3")) {
            try {
                run(tool, "--version");
            } catch (IOException e) {
                System.err.println("skipped: there is no " + tool + ", which bench/ needs (CONTRIBUTING.md)");
                throw new TestAbortedException("there is no " + tool, e);
            }
        }
        assertThat(run("make", "-C", BENCH.toString()))
                .satisfies(make -> assertThat(make.code()).as(make.printed()).isZero());
    }

    private static Ending run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ending(printed, process.waitFor());
    }

    private static Ending load(String toolAndOptions, int port) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of((TOOLS + toolAndOptions).split(" ")));
        command.addAll(List.of("--port", Integer.toString(port)));
        return run(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load --clients 1 --seconds 0.2",
                "load --clients 50 --depth 16 --seconds 0.2",
                "load --clients 2 --size 255 --depth 256 --seconds 0.2",
                "oneshot --seconds 0.2",
                "udp-load --seconds 0.2"
            })
    void measureTheReferenceServer(String tool) throws Exception {
        Process server = new ProcessBuilder(TOOLS + "reverse-server", "--port", "0").start();
        try (BufferedReader out = server.inputReader()) {
            Matcher ready = READY.matcher(out.readLine());
            assertThat(ready.matches()).isTrue();
            Ending ending = load(tool, Integer.parseInt(ready.group(1)));
            assertThat(ending.printed()).matches(RESULT + "(wrong|failed|lost) 0\n");
            assertThat(ending.code()).isZero();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load --clients 1 --seconds 0.05",
                "oneshot --clients 1 --seconds 0.05",
                "open-load --clients 1 --seconds 0.05 --warmup 0"
            })
    void seeAWrongReply(String tool) throws Exception {
        try (ServerSocket echo = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> echo(echo));
            Ending ending = load(tool, echo.getLocalPort());
            assertThat(ending.printed()).containsPattern("(wrong|failed) [1-9]");
            assertThat(ending.code()).isEqualTo(1);
        }
    }

    @Test
    void sendOnASchedule() throws Exception {
        Process server = new ProcessBuilder(TOOLS + "reverse-server", "--port", "0").start();
        try (BufferedReader out = server.inputReader()) {
            Matcher ready = READY.matcher(out.readLine());
            assertThat(ready.matches()).isTrue();
            Ending ending = load(
                    "open-load --clients 7 --rate 1000 --seconds 0.2 --warmup 0.1", Integer.parseInt(ready.group(1)));
            // Due at 0, 1 ... 199 ms; those of the warm-up are not counted.
            assertThat(ending.printed()).matches(PERCENTILES.pattern() + "  sent 200  replies 200  wrong 0\n");
            assertThat(ending.code()).isZero();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** One client, a request each 10 ms, no reply for 300 ms: the first 31 wait for 300, 290 ... 0 ms, so the median of 50 is 50 ms. */
    @Test
    void timeFromWhenARequestWasDue() throws Exception {
        try (ServerSocket echo = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> echoAfter(echo, Duration.ofMillis(300)));
            // One byte is its own reverse.
            Ending ending =
                    load("open-load --clients 1 --size 1 --rate 100 --seconds 0.5 --warmup 0", echo.getLocalPort());
            Matcher result = PERCENTILES.matcher(ending.printed());
            assertThat(result.find()).as(ending.printed()).isTrue();
            assertThat(Double.parseDouble(result.group("p50"))).isGreaterThan(40_000);
            assertThat(Double.parseDouble(result.group("max"))).isGreaterThan(290_000);
            assertThat(ending.printed()).endsWith("sent 50  replies 50  wrong 0\n");
        }
    }

    /** Answers the first request of one client so long after it came, all others at once. */
    private static void echoAfter(ServerSocket listener, Duration pause) {
        try (Socket client = listener.accept()) {
            int first = client.getInputStream().read();
            Thread.sleep(pause);
            client.getOutputStream().write(new byte[] {
                (byte) first, (byte) client.getInputStream().read()
            });
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // reset by its client
        }
    }

    private static void echo(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // reset by its client, or the listener was closed
            }
        }
    }

    @Test
    void compareServersSideBySide() throws Exception {
        Ending ending = run(
                BENCH.resolve("side-by-side").toString(),
                "--rounds=1",
                "--seconds=0.1",
                "--workloads=one,udp",
                "--processes=2",
                "other=" + TOOLS + "reverse-server --port {port}");
        assertThat(ending.printed())
                .containsPattern("one +c +[1-9]\\d* +1\\.000 ")
                .containsPattern("udp +other +[1-9]\\d* +\\d\\.\\d{3} +[\\d.]+ +[\\d.]+ +[\\d.]+%");
        assertThat(ending.code()).isZero();
    }

    @Test
    void reportWhatIsWrongWithAnOption() throws Exception {
        assertThat(run(TOOLS + "load", "--clients", "many"))
                .isEqualTo(new Ending("load: invalid --clients 'many'; expected 1 to 100000\n", 2));
    }

    @Test
    void nameTheServerThatIsNotThere() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        assertThat(load("open-load", port))
                .isEqualTo(new Ending("connect to 127.0.0.1:" + port + ": Connection refused\n", 1));
    }

    @Test
    void holdIdleConnections() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(load("idle --clients 20", server.getLocalPort())).isEqualTo(new Ending("open 20\n", 0));
        }
    }
}
