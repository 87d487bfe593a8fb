package dev.parley.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise T4: stop and control cannot be abused. */
@Tag("slow")
@SuppressWarnings("NullAway.Init")
class PromiseT4Test {
    private static final int ATTEMPTS = 1000;
    private static final int ATTEMPTS_OF_ONE = 20;
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final List<String> ACTIONS =
            List.of("stop", "drain", "undrain", "reload", "log-level", "kick", "faults", "status", "nonsense%0aaudit");

    @TempDir
    Path folder;

    private Path token;

    @BeforeEach
    void writeToken() throws IOException {
        token = file("token", TOKEN);
    }

    private Path file(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private ParleyProcess serve(String admin) {
        return ParleyProcess.serve("reverse://:0", "--admin", admin, "--admin-token", token.toString());
    }

    private static String port(ParleyProcess server) {
        return server.program().awaitText("admin http://\\S+:(\\d+)\n").group(1);
    }

    private interface Attempt {
        HttpRequest.Builder of(HttpRequest.Builder request, int number);
    }

    /** From many addresses, all of this machine. */
    private static void refuses(ParleyProcess server, int status, Attempt attempt) throws Exception {
        String place = "http://127.0.0.1:" + port(server) + "/control/";
        for (int first = 0; first < ATTEMPTS; first += ATTEMPTS_OF_ONE) {
            InetAddress address = InetAddress.ofLiteral("127.0.0." + (2 + first / ATTEMPTS_OF_ONE));
            try (HttpClient client =
                    HttpClient.newBuilder().localAddress(address).build()) {
                for (int i = first; i < first + ATTEMPTS_OF_ONE; i++) {
                    HttpRequest.Builder request = HttpRequest.newBuilder(
                                    URI.create(place + ACTIONS.get(i % ACTIONS.size())))
                            .POST(HttpRequest.BodyPublishers.ofString("debug"));
                    HttpResponse<String> answer =
                            client.send(attempt.of(request, i).build(), BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
                    assertThat(answer.body()).hasLineCount(1);
                }
            }
        }
    }

    /** It serves as before, and has written a line for each attempt and none of anything that was done. */
    private static void nothingHasHappened(ParleyProcess server, int attempts, String reason) {
        Pattern line = Pattern.compile(
                "(?m)^\\S+ \\S+ - INFO - \\[.*?] audit action=\\S+ by=127\\.0\\.0\\.\\d+:\\d+ result=refused text=\""
                        + reason + "\"$");
        await().atMost(ChildProgram.PATIENCE)
                .untilAsserted(() ->
                        assertThat(line.matcher(server.err()).results().count()).isEqualTo(attempts));
        assertThat(server.err().lines().filter(text -> text.contains("audit ")).count())
                .isEqualTo(attempts);
        assertThat(server.err()).doesNotContain("result=done", "DEBUG", TOKEN, "lines dropped", "similar lines");
        Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
        assertThat(Transcript.of("ctl", "status", "--admin", "127.0.0.1:" + port(server))
                        .exits(ExitCode.OK)
                        .out())
                .contains("\nready\n");
    }

    @Test
    void withoutATokenNothingHappens() throws Exception {
        try (ParleyProcess server = serve("0.0.0.0:0")) {
            refuses(server, 401, (request, _) -> request);
            nothingHasHappened(server, ATTEMPTS, "no token");
        }
    }

    @Test
    void withAWrongTokenNothingHappens() throws Exception {
        try (ParleyProcess server = serve("0.0.0.0:0")) {
            refuses(server, 401, (request, i) -> request.header("Authorization", "Bearer " + wrong(i)));
            nothingHasHappened(server, ATTEMPTS, "wrong token");
        }
    }

    /** Much like the right one. */
    private static String wrong(int i) {
        int at = i % TOKEN.length();
        return switch (i % 3) {
            case 0 -> TOKEN.substring(0, Math.max(1, at));
            case 1 -> TOKEN.substring(0, at) + '~' + TOKEN.substring(at + 1);
            default -> TOKEN + i;
        };
    }

    @Test
    void fromAPageOfAnotherSiteNothingHappensEvenWithTheToken() throws Exception {
        try (ParleyProcess server = serve("0.0.0.0:0")) {
            refuses(
                    server,
                    403,
                    (request, i) -> request.header("Authorization", "Bearer " + TOKEN)
                            .header("Origin", "http://site-" + i + ".example"));
            nothingHasHappened(server, ATTEMPTS, "a page of another site");
        }
    }

    @Test
    void messagesOfOtherMachinesThatWouldStopTheServerDoNot() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("encoder://0.0.0.0:0")) {
            InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            for (int i = 0; i < ATTEMPTS; i++) {
                try (RawClient client = RawClient.connectFrom("127.0.0." + (2 + i / ATTEMPTS_OF_ONE), there)) {
                    assertThat(client.send("stop").receive(4)).isEqualTo("pots".getBytes(StandardCharsets.US_ASCII));
                }
            }
            Pattern line = Pattern.compile("audit action=stop by=127\\.0\\.0\\.\\d+:\\d+ result=refused text=");
            await().atMost(ChildProgram.PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    line.matcher(server.err()).results().count())
                            .isEqualTo(ATTEMPTS));
            assertThat(server.err()).doesNotContain("result=done");
            Transcript.of("send", "encoder://127.0.0.1:" + server.port(), "abc").exits(ExitCode.OK);
        }
    }

    @Test
    void theSocketIsForTheServersUserAlone() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become nobody");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = folder.resolve("c.sock");
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--control", "unix:" + socket);
                ChildProgram nobody = ChildProgram.start(List.of(
                        "setpriv",
                        "--reuid=65534",
                        "--clear-groups",
                        "socat",
                        "-u",
                        "EXEC:echo stop",
                        "UNIX-CONNECT:" + socket))) {
            assertThat(nobody.exitCode()).isNotZero();
            assertThat(nobody.errText()).contains("Permission denied");
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            assertThat(server.err()).doesNotContain("audit ");
        }
    }

    @Test
    void theCommandWithAWrongTokenSaysSoInOneLine() throws Exception {
        Path other = file("other", "another-horse-battery-staple");
        try (ParleyProcess server = serve(":0")) {
            String admin = "127.0.0.1:" + port(server);
            for (int i = 0; i < ATTEMPTS; i++) {
                String action = List.of("stop", "drain", "reload").get(i % 3);
                Transcript refused = Transcript.of("ctl", action, "--admin", admin, "--admin-token", other.toString());
                assertThat(refused.exits(ExitCode.NO_PERMISSION).out()).isEmpty();
                assertThat(refused.err()).hasLineCount(1).contains("the server refused: wrong token");
            }
            nothingHasHappened(server, ATTEMPTS, "wrong token");
        }
    }

    @Test
    void theCommandWithAFileThatIsNoTokenSaysSoInOneLine() throws Exception {
        try (ParleyProcess server = serve(":0")) {
            String admin = "127.0.0.1:" + port(server);
            String missing = folder.resolve("missing").toString();
            for (int i = 0; i < ATTEMPTS; i++) {
                Transcript refused = Transcript.of("ctl", "stop", "--admin", admin, "--admin-token", missing);
                assertThat(refused.exits(ExitCode.BAD_CONFIGURATION).out()).isEmpty();
                assertThat(refused.err()).hasLineCount(1).contains(missing + ": there is no such file");
            }
            nothingHasHappened(server, 0, "no attempt got there");
        }
    }
}
