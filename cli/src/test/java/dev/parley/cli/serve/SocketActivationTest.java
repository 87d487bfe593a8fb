package dev.parley.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.FreePort;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that somebody else listens on: a program in Python, and systemd's own for tests of services. */
@Tag("slow")
class SocketActivationTest {
    private static final Path SYSTEMD = Path.of("/usr/bin/systemd-socket-activate");

    @TempDir
    Path folder;

    @BeforeEach
    void required() {
        PythonProgram.required();
    }

    private static List<String> serve(String... endpointsThenOptions) {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(endpointsThenOptions));
        return ParleyProcess.command(words.toArray(String[]::new));
    }

    /** A manager that listens already. */
    private static ChildProgram manager(List<String> sockets, List<String> command) {
        List<String> words = new ArrayList<>(sockets);
        words.add("--");
        words.addAll(command);
        ChildProgram manager = PythonProgram.start("service_manager", words.toArray(String[]::new));
        manager.awaitText("listening");
        return manager;
    }

    private static void startOne(ChildProgram manager) throws IOException {
        manager.in().write('\n');
        manager.in().flush();
    }

    private static void stop(ChildProgram manager, int number) {
        Matcher started = manager.awaitText("(?s)(?:started (\\d+)\n.*){" + number + "}");
        ProcessHandle.of(Long.parseLong(started.group(1))).orElseThrow().destroy();
        manager.awaitText("(?s)(?:ended 0\n.*){" + number + "}");
    }

    private static String sent(String endpoint, String text) {
        return Transcript.of("send", endpoint, text).exits(ExitCode.OK).out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void servesOnEachSocketThatIsPassed(String engine) throws Exception {
        String unix = folder.resolve("x.sock").toString();
        try (ChildProgram manager = manager(
                List.of("udp:127.0.0.1:0", "unix:" + unix, "tcp:127.0.0.1:0"),
                serve(
                        "reverse://127.0.0.1:PORT2",
                        "echo+udp://127.0.0.1:PORT0",
                        "encoder+unix://" + unix,
                        "reverse://127.0.0.1:0",
                        "--engine",
                        engine))) {
            startOne(manager);
            Matcher ready =
                    manager.awaitText("ready (reverse\\S+)\nready (echo\\S+)\nready (encoder\\S+)\nready (rev\\S+)\n");
            assertThat(manager.outText())
                    .containsPattern("listening (\\d+) 0 (\\d+)\n(?s:.*)ready reverse\\+tcp://127.0.0.1:\\2\n"
                            + "ready echo\\+udp://127.0.0.1:\\1\nready encoder\\+unix://" + unix + "\n");
            assertThat(sent(ready.group(1), "abc")).isEqualTo("cba\n");
            assertThat(sent(ready.group(2), "abc")).isEqualTo("abc\n");
            assertThat(sent(ready.group(3), "abc")).isEqualTo("cba\n");
            assertThat(sent(ready.group(4), "one that was not passed")).isEqualTo("dessap ton saw taht eno\n");
            stop(manager, 1);

            assertThat(Path.of(unix)).as("the file is the manager's").exists();
            assertThat(manager.errText()).doesNotContain("WARNING"); // of native access
        }
    }

    @Test
    void servesOnTlsToo() throws Exception {
        TlsFiles files = TlsFiles.in(folder);
        try (ChildProgram manager = manager(
                List.of("tcp:127.0.0.1:0"),
                serve(
                        "reverse+tls://127.0.0.1:PORT0",
                        "--tls-cert",
                        files.path("server.pem"),
                        "--tls-key",
                        files.path("server.key")))) {
            startOne(manager);
            String port = manager.awaitText("ready reverse\\+tls\\+tcp://127.0.0.1:(\\d+)\n")
                    .group(1);
            assertThat(Transcript.of("send", "reverse+tls://localhost:" + port, "--tls-ca", files.path("ca.pem"), "abc")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("cba\n");
            stop(manager, 1);
        }
    }

    /** What a listening socket of somebody else is good for: nobody is refused while there is no server. */
    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void clientsThatComeBeforeTheServerOrBetweenTwoOfThemAreServed(String engine) throws Exception {
        try (ChildProgram manager =
                manager(List.of("tcp:127.0.0.1:0"), serve("echo://127.0.0.1:PORT0", "--engine", engine))) {
            int port = Integer.parseInt(manager.awaitText("listening (\\d+)").group(1));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int run = 1; run <= 2; run++) {
                try (RawClient early = RawClient.connect(address).send("early")) {
                    early.socket().setSoTimeout(Math.toIntExact(ChildProgram.PATIENCE.toMillis())); // of a start
                    startOne(manager);
                    assertThat(new String(early.receive(5), US_ASCII)).isEqualTo("early");
                }
                stop(manager, run);
            }
        }
    }

    @Test
    void aSocketOnAllAddressesOfBothVersionsIsOneOnAllAddresses() throws Exception {
        assumeThat(Path.of("/proc/net/if_inet6")).as("there is no IPv6").exists();
        try (ChildProgram manager = manager(List.of("tcp::::0"), serve("reverse://0.0.0.0:PORT0"))) {
            startOne(manager);
            int port = Integer.parseInt(
                    manager.awaitText("ready reverse\\+tcp://0.0.0.0:(\\d+)\n").group(1));
            assertThat(sent("reverse://127.0.0.1:" + port, "four")).isEqualTo("ruof\n");
            assertThat(sent("reverse://[::1]:" + port, "six")).isEqualTo("xis\n");
            stop(manager, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp:127.0.0.1:0 | descriptor 3 (web) of the service manager listens on 127.0.0.1:",
                "udp:127.0.0.1:0 | where nothing is to be served; name an endpoint there, such as echo+udp://127.0.0.1:",
                "tcp:0.0.0.0:0 | such as echo://0.0.0.0:",
                "pipe | descriptor 3 (web) of the service manager is no socket to serve on; ListenStream=",
                "connected | descriptor 3 (web) of the service manager is no socket to serve on; ListenStream=",
            })
    void whatNothingCanBeServedOnIsRefused(String socket, String text) throws Exception {
        // UDP's port is no port of TCP's, nor are all addresses one.
        String endpoint = socket.startsWith("tcp:127") ? "echo://127.0.0.1:0" : "echo://127.0.0.1:PORT0";
        try (ChildProgram manager = manager(List.of(socket), serve(endpoint))) {
            startOne(manager);
            manager.awaitText("ended 78\n");
            assertThat(manager.errText().lines()).singleElement().asString().contains(text);
            assertThat(manager.outText()).doesNotContain("ready");
        }
    }

    @Test
    void socketsOfAnotherProcessAreNotTouched() {
        Map<String, String> environment = Map.of("LISTEN_PID", "1", "LISTEN_FDS", "1");
        try (ParleyProcess parley = ParleyProcess.serve(environment, "reverse://127.0.0.1:0")) {
            assertThat(parley.stop("TERM")).isZero();
        }
    }

    @Test
    void systemdsOwnProgramStartsItWithTheFirstClient() throws Exception {
        assumeThat(Files.isExecutable(SYSTEMD))
                .as(SYSTEMD + " is not installed; .ci/run installs it")
                .isTrue();
        int port = FreePort.of("tcp");
        List<String> command =
                new ArrayList<>(List.of(SYSTEMD.toString(), "--listen=127.0.0.1:" + port, "--fdname=web"));
        command.addAll(serve("reverse://127.0.0.1:" + port));
        try (ChildProgram systemd = ChildProgram.start(command)) {
            systemd.awaitText("Listening on 127.0.0.1:" + port);
            // The reply takes as long as a start.
            assertThat(Transcript.of("send", "reverse://127.0.0.1:" + port, "--timeout", "30s", "first")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("tsrif\n");
            // Said when it serves, which the reply may be faster to show.
            await().atMost(ChildProgram.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(systemd.outText()).isEqualTo("ready reverse+tcp://127.0.0.1:" + port + "\n"));
            systemd.signal("TERM");
            assertThat(systemd.exitCode()).isZero();
        }
    }
}
