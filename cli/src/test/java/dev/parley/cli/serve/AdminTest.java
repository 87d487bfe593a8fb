package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.PostgresServer;
import dev.parley.testkit.RawPeer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --admin}: what it says of a server that serves, drains or is in trouble. */
@Tag("slow")
class AdminTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private static String url(ParleyProcess server) {
        return server.program().awaitText("admin (http://\\S+)\n").group(1);
    }

    private HttpResponse<String> get(ParleyProcess server, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url(server) + path)).build(), BodyHandlers.ofString());
    }

    @Test
    void metricsAndHealthAreThereAndNowhereElse() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--engine", "virtual", "--admin", ":0")) {
            assertThat(url(server)).startsWith("http://127.0.0.1:");
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);

            await().atMost(ChildProgram.PATIENCE)
                    .untilAsserted(() -> assertThat(get(server, "/metrics").body())
                            .containsPattern(
                                    "(?m)^parley_closed_total\\{.*engine=\"virtual\",reason=\"orderly\"} 1.0$"));
            assertThat(get(server, "/metrics").body()).containsPattern("(?m)^process_open_fds [1-9]");
            assertThat(get(server, "/healthz").body()).isEqualTo("ok\n");
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(server, "/version").body()).contains("\"program\":\"parley ", "\"java\":\"");
        }
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0")) {
            assertThat(server.program().outText()).doesNotContain("admin");
        }
    }

    @Test
    void aDrainIsSeenBeforeTheListenersClose() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--admin", ":0", "--drain-delay", "60s")) {
            new ProcessBuilder("kill", "-TERM", Long.toString(server.program().pid()))
                    .start()
                    .waitFor();
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> get(server, "/readyz").statusCode() == 503);
            assertThat(get(server, "/readyz").body()).isEqualTo("draining: the server is about to end\n");
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            assertThat(server.stop("TERM")).as("the second one ends it").isEqualTo(ExitCode.SIGNALLED + 15);
        }
    }

    @Test
    void theSameNumbersGoToTheLogOnRequest() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--admin", ":0")) {
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            new ProcessBuilder("kill", "-USR1", Long.toString(server.program().pid()))
                    .start()
                    .waitFor();
            server.program().awaitText(" - INFO - .*parley_messages_received_total\\{endpoint=\"reverse.*\"} 1.0\n");
            assertThat(server.err()).doesNotContain("_bucket").doesNotContain("# HELP");
            assertThat(server.stop("TERM")).as(server.err()).isZero();
        }
    }

    @Test
    void aServerThatIsFullIsNotReady() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--max-clients", "1", "--admin", ":0");
                RawPeer one = RawPeer.connect(server.address())) {
            one.send(new byte[] {1, 'x'});
            one.read(2);
            assertThat(get(server, "/readyz").body()).contains(" has as many clients as it may have");
            one.leave();
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> get(server, "/readyz").statusCode() == 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "virtual"})
    void aServerThatHasNoDescriptorForAnotherClientIsNotReady(String engine) throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                        "reverse://:0", "--engine", engine, "--max-clients", "10000", "--admin", ":0");
                RawPeer one = RawPeer.connect(server.address())) {
            one.send(new byte[] {1, 'x'});
            one.read(2);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
            leaveDescriptors(server.program().pid(), 20);
            List<RawPeer> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    crowd.add(RawPeer.connect(server.address()));
                }
                await().atMost(ChildProgram.PATIENCE)
                        .until(() -> get(server, "/readyz").statusCode() == 503);
                assertThat(get(server, "/readyz").body())
                        .isEqualTo("no file descriptor is left for another client; raise ulimit -n,"
                                + " or lower --max-clients\n");
            } finally {
                for (RawPeer peer : crowd) {
                    peer.close();
                }
            }
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> get(server, "/readyz").statusCode() == 200);
        }
    }

    /** Lowers a process's limit to so many more than it has open. */
    private static void leaveDescriptors(long pid, int more) throws Exception {
        long open;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            open = descriptors.count();
        }
        String limit = "--nofile=" + (open + more);
        assertThat(new ProcessBuilder("prlimit", "--pid", Long.toString(pid), limit)
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aQueueIsShownAndItsPasswordIsNot() throws Exception {
        String store = "postgresql:" + PostgresServer.shared().newDatabase() + "&password=canary";
        try (ParleyProcess server =
                ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory", "--admin", ":0", "-v")) {
            Transcript.of("put", server.endpoint() + "/mail", "-m", "x").exits(ExitCode.OK);
            assertThat(get(server, "/metrics").body())
                    .contains("parley_tube_messages{state=\"ready\",tube=\"mail\"} 1.0", "parley_store_healthy 1.0")
                    .containsPattern("\nparley_store_commit_duration_seconds_count [1-9]")
                    .doesNotContain("canary");
            assertThat(get(server, "/version").body() + server.err()).doesNotContain("canary");
        }
    }

    @Test
    void aPortThatIsTakenEndsAllOfIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + taken.getLocalPort();
            assertThat(Transcript.of("serve", "reverse://:0", "--admin", place)
                            .exits(ExitCode.UNAVAILABLE)
                            .err())
                    .isEqualTo("parley serve: cannot listen on " + place
                            + " for --admin: Address already in use; choose another port\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --admin x:y             | 2  | --admin is host:port, such as 127.0.0.1:9400, not 'x:y'
            --admin localhost       | 2  | --admin needs a port, such as localhost:9400
            --admin no.invalid:9400 | 69 | --admin: there is no host 'no.invalid'
            --drain-delay 3s        | 2  | --drain-delay requires --admin, where /readyz is""")
    void whatCannotBeIsRefused(String words, int exitCode, String line) {
        Transcript refused =
                Transcript.of(("serve reverse://:0 " + words).split(" ")).exits(exitCode);
        assertThat(refused.err()).isEqualTo("parley serve: " + line + "\n");
    }
}
