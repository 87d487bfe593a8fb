package dev.parley.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl} and a server that obeys it, through its socket and at its admin address. */
@Tag("slow")
@SuppressWarnings("NullAway.Init")
class CtlTest {
    private static final String USER = System.getProperty("user.name");

    @TempDir
    Path folder;

    private Path token;
    private String socket;

    @BeforeEach
    void prepare() throws IOException {
        token = Files.writeString(folder.resolve("token"), "correct-horse-battery-staple\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        socket = "unix:" + folder.resolve("c.sock");
    }

    private ParleyProcess serve(String... endpointsThenOptions) {
        List<String> words = new ArrayList<>(Arrays.asList(endpointsThenOptions));
        words.addAll(List.of("--control", socket, "--admin", ":0", "--admin-token", token.toString()));
        return ParleyProcess.serve(words.toArray(String[]::new));
    }

    private Transcript bySocket(String... words) {
        return ctl(List.of("--control", socket), words);
    }

    private Transcript byAddress(ParleyProcess server, String... words) {
        return ctl(List.of("--admin", admin(server), "--admin-token", token.toString()), words);
    }

    private static Transcript ctl(List<String> options, String... words) {
        List<String> all = new ArrayList<>(List.of("ctl"));
        all.addAll(Arrays.asList(words));
        all.addAll(options);
        return Transcript.of(all.toArray(String[]::new));
    }

    private static String admin(ParleyProcess server) {
        return server.program().awaitText("admin http://(\\S+)\n").group(1);
    }

    private static int readiness(ParleyProcess server) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + admin(server) + "/readyz"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void isServed(RawPeer peer) throws IOException {
        peer.send(new byte[] {2, 'a', 'b'});
        assertThat(peer.read(3)).isEqualTo(new byte[] {2, 'b', 'a'});
    }

    private static boolean isRefused(ParleyProcess server) throws IOException {
        return RawPeer.seenByConnecting("127.0.0.1", server.address()).equals("<reset>");
    }

    @Test
    void statusShowsWhatIsServedAndHowItIs() throws Exception {
        try (ParleyProcess server = serve("reverse://:0", "echo+udp://:0", "--max-clients", "1", "-e", "virtual")) {
            var address = server.endpoints().getFirst();
            try (RawPeer peer =
                    RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()))) {
                isServed(peer);

                String shown = bySocket("status").exits(ExitCode.OK).out();

                assertThat(shown)
                        .startsWith("parley ")
                        .contains(", process " + server.program().pid() + ", up ")
                        .contains("\nnot ready\n  " + address + " has as many clients as it may have\n")
                        .containsPattern("(?m)^" + Pattern.quote(address.toString()) + " +virtual +1 +full$")
                        .containsPattern("(?m)^echo\\+udp://127.0.0.1:\\d+ +virtual +0$");
            }
            await().atMost(ChildProgram.PATIENCE)
                    .untilAsserted(() -> assertThat(bySocket("status").out()).contains("\nready\n"));
            String json = bySocket("status", "--json").exits(ExitCode.OK).out();
            assertThat(json)
                    .startsWith("{\"kind\":\"status\",\"version\":\"parley ")
                    .contains("\"ready\":true,\"reasons\":[],\"draining\":false,\"endpoints\":[{\"endpoint\":\""
                            + address + "\",\"engine\":\"virtual\",\"connections\":0,\"full\":false,\"faults\":\"\"},");
            assertThat(ctl(List.of("--admin", admin(server)), "status", "--json")
                            .exits(ExitCode.OK)
                            .out())
                    .as("needs no token")
                    .startsWith("{\"kind\":\"status\"");
            assertThat(server.err()).doesNotContain("audit");
        }
    }

    @Test
    void aDrainRefusesNewClientsAndIsTakenBack() throws Exception {
        try (ParleyProcess server = serve("reverse://:0", "--engine", "selector");
                RawPeer before = RawPeer.connect(server.address())) {
            isServed(before);

            assertThat(bySocket("drain").exits(ExitCode.OK).out())
                    .isEqualTo("Draining: new clients are refused; 'parley ctl undrain' ends that\n");

            assertThat(isRefused(server)).isTrue();
            assertThat(readiness(server)).isEqualTo(503);
            assertThat(bySocket("status").out())
                    .contains("\nnot ready\n  draining: no new clients, until 'parley ctl undrain'\n");
            isServed(before);
            assertThat(byAddress(server, "drain").exits(ExitCode.FAILED).err())
                    .isEqualTo("parley ctl drain: the server is draining already\n");

            assertThat(byAddress(server, "undrain").exits(ExitCode.OK).out())
                    .isEqualTo("Accepting: new clients are served\n");

            assertThat(readiness(server)).isEqualTo(200);
            try (RawPeer after = RawPeer.connect(server.address())) {
                isServed(after);
            }
            assertThat(bySocket("undrain").exits(ExitCode.FAILED).err())
                    .isEqualTo("parley ctl undrain: the server is not draining\n");
            server.program()
                    .awaitText("audit action=undrain by=user:" + USER
                            + " result=failed text=\"the server is not draining\"\n");
            assertThat(server.err().lines().filter(line -> line.contains("audit ")))
                    .hasSize(4);
        }
    }

    @Test
    void aDrainIsSeenBeforeClientsAreRefused() throws Exception {
        try (ParleyProcess server = serve("reverse://:0", "--drain-delay", "60s")) {
            assertThat(bySocket("drain").exits(ExitCode.OK).out())
                    .startsWith("Draining: new clients are refused in 60s;");
            assertThat(readiness(server)).isEqualTo(503);
            try (RawPeer peer = RawPeer.connect(server.address())) {
                isServed(peer);
            }
        }
        try (ParleyProcess server = serve("reverse://:0", "--drain-delay", "10ms")) {
            bySocket("drain").exits(ExitCode.OK);
            await().atMost(ChildProgram.PATIENCE).until(() -> isRefused(server));
        }
    }

    @Test
    void aDrainThatIsTakenBackBeforeItsDelayIsOverRefusesNobody() throws Exception {
        try (ParleyProcess server = serve("reverse://:0", "--drain-delay", "500ms")) {
            bySocket("drain").exits(ExitCode.OK);
            bySocket("undrain").exits(ExitCode.OK);
            await().during(Duration.ofMillis(700)).atMost(ChildProgram.PATIENCE).untilAsserted(() -> {
                try (RawPeer peer = RawPeer.connect(server.address())) {
                    isServed(peer);
                }
            });
        }
    }

    @Test
    void aStopIsAnsweredAndCannotBeTakenBack() throws Exception {
        try (ParleyProcess server = serve("reverse://:0");
                RawPeer peer = RawPeer.connect(server.address())) {
            isServed(peer);
            assertThat(byAddress(server, "stop").exits(ExitCode.OK).out())
                    .isEqualTo("Stopping: what was received is answered, within 8s\n");
            assertThat(server.program().exitCode()).as(server.err()).isZero();
            assertThat(server.err()).containsPattern("audit action=stop by=127.0.0.1:\\d+ result=done text=");
        }
        try (ParleyProcess server = serve("reverse://:0")) {
            bySocket("stop").exits(ExitCode.OK);
            assertThat(server.program().exitCode()).as(server.err()).isZero();
        }
        try (ParleyProcess server = serve("reverse://:0", "--drain-delay", "60s")) {
            bySocket("stop").exits(ExitCode.OK);
            await().atMost(ChildProgram.PATIENCE).until(() -> readiness(server) == 503);
            assertThat(bySocket("undrain").exits(ExitCode.FAILED).err())
                    .isEqualTo("parley ctl undrain: the server is stopping, which cannot be taken back\n");
            bySocket("stop").exits(ExitCode.FAILED);
        }
    }

    @Test
    void aReloadSaysWhatHasChanged() throws Exception {
        Path file = folder.resolve("p.toml");
        Files.writeString(file, "[[endpoint]]\naddress = \"reverse://:0\"\n");
        try (ParleyProcess server = ParleyProcess.serve("--config", file.toString(), "--control", socket)) {
            Files.writeString(
                    file, "drain = \"2s\"\nlimits.max-clients = 7\n[[endpoint]]\naddress = \"reverse://:0\"\n");
            assertThat(bySocket("reload").exits(ExitCode.OK).out())
                    .isEqualTo("Reloaded: limits.max-clients; a restart is needed for drain\n");
            Files.writeString(file, "drian = \"2s\"\n");
            assertThat(bySocket("reload").exits(ExitCode.FAILED).err())
                    .startsWith("parley ctl reload: settings stay as they were: " + file + ":1:1: ")
                    .hasLineCount(1);
            assertThat(server.program().alive()).isTrue();
        }
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--control", socket)) {
            assertThat(bySocket("reload").exits(ExitCode.FAILED).err())
                    .startsWith("parley ctl reload: there is nothing to read again")
                    .hasLineCount(1);
            assertThat(server.program().alive()).isTrue();
        }
    }

    @Test
    void aTokenIsReplacedWithoutARestart() throws Exception {
        try (ParleyProcess server = serve("reverse://:0")) {
            Path old = Files.copy(token, folder.resolve("old"), StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(token, "another-horse-battery-staple\n");
            byAddress(server, "log-level", "info").exits(ExitCode.NO_PERMISSION);
            assertThat(bySocket("reload").exits(ExitCode.OK).out()).isEqualTo("Reloaded: the token is read again\n");
            byAddress(server, "log-level", "info").exits(ExitCode.OK);
            ctl(List.of("--admin", admin(server), "--admin-token", old.toString()), "stop")
                    .exits(ExitCode.NO_PERMISSION);

            Files.writeString(token, "short\n");
            assertThat(bySocket("reload").exits(ExitCode.FAILED).err())
                    .startsWith(
                            "parley ctl reload: the token stays as it was: --admin-token " + token + ": holds fewer")
                    .hasLineCount(1);
            Files.writeString(token, "another-horse-battery-staple\n");
            byAddress(server, "log-level", "info").exits(ExitCode.OK);
        }
    }

    @Test
    void howMuchIsLoggedIsChangedAndTheAuditStays() throws Exception {
        try (ParleyProcess server = serve("reverse://:0")) {
            assertThat(bySocket("log-level", "debug").exits(ExitCode.OK).out()).isEqualTo("Log level: debug\n");
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            server.program().awaitText("DEBUG.*Received connection");
            bySocket("log-level", "error").exits(ExitCode.OK);
            server.program()
                    .awaitText("audit action=log-level argument=error by=user:" + USER
                            + " result=done text=\"Log level: error\"\n");
            bySocket("drain").exits(ExitCode.OK);
            server.program().awaitText("audit action=drain by=user:" + USER + " result=done");
        }
    }

    @Test
    void thePeersAtAnAddressAreDisconnected() throws Exception {
        try (ParleyProcess server = serve("reverse://:0", "--engine", "virtual");
                RawPeer one = RawPeer.connectFrom("127.0.0.2", server.address());
                RawPeer two = RawPeer.connectFrom("127.0.0.2", server.address());
                RawPeer other = RawPeer.connectFrom("127.0.0.3", server.address())) {
            isServed(one);
            isServed(two);
            isServed(other);
            String port = "127.0.0.2:" + one.address().getPort();
            assertThat(byAddress(server, "kick", port).exits(ExitCode.OK).out())
                    .isEqualTo("Kicked: 1 connection from " + port + "\n");
            assertThat(one.untilEnd()).isEqualTo("<end>");
            isServed(two);
            assertThat(bySocket("kick", "127.0.0.2").exits(ExitCode.OK).out())
                    .isEqualTo("Kicked: 1 connection from 127.0.0.2\n");
            isServed(other);
            assertThat(bySocket("kick", "127.0.0.2").exits(ExitCode.FAILED).err())
                    .isEqualTo("parley ctl kick: there is no connection from 127.0.0.2\n");
        }
    }

    @Test
    void jsonSaysWhatWasDone() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--control", socket)) {
            assertThat(server.program().outText()).contains("control " + socket + "\n");
            assertThat(bySocket("drain", "--json").exits(ExitCode.OK).out())
                    .isEqualTo(
                            "{\"kind\":\"control\",\"action\":\"drain\",\"text\":\"Draining: new clients are refused;"
                                    + " 'parley ctl undrain' ends that\"}\n");
        }
    }

    @Test
    void onlyItsUserMayConnectToTheSocketAndNoOtherServerTakesIt() throws Exception {
        Path path = folder.resolve("c.sock");
        try (ParleyProcess server = serve("reverse://:0")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(Transcript.of("serve", "reverse://:0", "--control", socket)
                            .exits(ExitCode.UNAVAILABLE)
                            .err())
                    .contains("another program listens there; stop it, or choose another path")
                    .hasLineCount(1);
            server.signal("KILL");
            server.program().exitCode();
        }
        assertThat(path).as("left behind").exists();
        assertThat(bySocket("status").exits(ExitCode.UNAVAILABLE).err())
                .isEqualTo("parley ctl status: cannot connect to " + socket
                        + ": connection refused; is a server listening there?\n");
        try (ParleyProcess server = serve("reverse://:0")) {
            bySocket("stop").exits(ExitCode.OK);
            assertThat(server.program().exitCode()).isZero();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void whatCannotBeControlledSaysWhy() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "another-horse-battery-staple\n");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        try (ParleyProcess server = serve("reverse://:0")) {
            assertThat(ctl(List.of("--admin", admin(server), "--admin-token", other.toString()), "stop")
                            .exits(ExitCode.NO_PERMISSION)
                            .err())
                    .isEqualTo("parley ctl stop: the server refused: wrong token; --admin-token is the file that it was"
                            + " started with\n");
        }
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--admin", ":0")) {
            String address = admin(server);
            assertThat(byAddress(server, "drain").exits(ExitCode.FAILED).err())
                    .isEqualTo("parley ctl drain: the server at " + address
                            + " cannot be controlled: it was started without --admin-token\n");
        }
        assertThat(ctl(List.of("--admin", "127.0.0.1:1"), "status")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .isEqualTo(
                        "parley ctl status: cannot connect to 127.0.0.1:1; is a server with --admin listening there?\n");
    }
}
