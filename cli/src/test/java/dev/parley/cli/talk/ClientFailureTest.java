package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What client commands report when the server misbehaves: one line on standard error, the right exit code. */
class ClientFailureTest {
    private static final Duration GENEROUS = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"send,reverse,x", "get,queue,", "put,queue,", "ping,pong,", "time,timer,"})
    void reportsThatThereIsNoServer(String command, String service, String message) throws IOException {
        String endpoint = service + "://127.0.0.1:" + freePort();

        Transcript failed = run(command, endpoint, message).exits(ExitCode.UNAVAILABLE);

        assertThat(failed.err())
                .isEqualTo("parley " + command + ": cannot connect to " + endpoint.replace("://", "+tcp://")
                        + ": connection refused; is a server listening there?\n");
        if (!command.equals("ping")) {
            assertThat(failed.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "stop"})
    void reportsItInTheWordsOfTheEncodersOriginal(String command) throws IOException {
        String endpoint = "encoder://127.0.0.1:" + freePort();

        assertThat(run(command, endpoint, command.equals("send") ? "x" : null)
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .isEqualTo("Couldn't get connection to " + endpoint.substring("encoder://".length()) + "\n");
    }

    @Test
    void reportsThatNobodyListensOnAUdpPort() throws IOException {
        int free;
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }

        assertThat(Transcript.of("send", "reverse+udp://:" + free, "x")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .contains("nobody listens on that UDP port");
    }

    @ParameterizedTest
    @CsvSource({"send,reverse,x", "get,queue,", "put,queue,", "ping,pong,", "time,timer,", "stop,encoder,"})
    void givesUpOnAServerThatNeverAnswers(String command, String service, String message) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String endpoint = service + "://127.0.0.1:" + silent.getLocalPort();
            long start = System.nanoTime();

            Transcript failed =
                    run(command, endpoint, message, "--timeout", "300ms").exits(ExitCode.FAILED);

            assertThat(failed.err())
                    .contains(
                            "no reply within 300 ms; usual causes: another service or --framing there, a server at its"
                                    + " limit of clients")
                    .hasLineCount(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
        }
    }

    @Test
    void givesUpOnADatagramThatIsNeverAnswered() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String endpoint = "reverse+udp://127.0.0.1:" + silent.getLocalPort();

            assertThat(Transcript.of("send", endpoint, "--timeout", "300ms", "x")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("no reply within 300 ms");
        }
    }

    /** Whether it ends while connecting or while waiting for the reply depends on the machine; that it ends does not. */
    @Test
    void aTimeoutBelowAMillisecondIsNotForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Transcript ended =
                    Transcript.of("send", "reverse://127.0.0.1:" + silent.getLocalPort(), "--timeout", "100us", "x");

            assertThat(ended.exitCode()).as(ended.err()).isIn(ExitCode.FAILED, ExitCode.UNAVAILABLE);
            assertThat(ended.err()).contains("within 1 ms").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"send,reverse,x", "ping,pong,", "time,timer,"})
    void reportsThatTheServerClosedInsteadOfAnswering(String command, String service, String message)
            throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(client -> client.getInputStream().read())) {
            Transcript failed = run(command, server.at(service), message).exits(ExitCode.FAILED);

            assertThat(failed.err())
                    .containsPattern("server closed|reset by the server")
                    .hasLineCount(1);
        }
    }

    @Test
    void reportsThatTheServerResetTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().read();
            client.setSoLinger(true, 0);
        })) {
            assertThat(run("send", server.at("reverse"), "x")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("the connection was reset by the server");
        }
    }

    @Test
    void reportsThatTheReplyEndedTooSoon() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().readNBytes(6);
            client.getOutputStream().write(new byte[] {5, 'o', 'l'});
        })) {
            Transcript failed = run("send", server.at("reverse"), "hello").exits(ExitCode.FAILED);

            assertThat(failed.err())
                    .startsWith("parley send: the server broke the protocol: ")
                    .hasLineCount(1);
            assertThat(failed.out()).isEmpty();
        }
    }

    @Test
    void timeReportsWhatItGotBeforeTheServerDied() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            for (int i = 0; i < 3; i++) {
                String uuid = new String(client.getInputStream().readNBytes(36), StandardCharsets.US_ASCII);
                client.getOutputStream()
                        .write(("UUID: " + uuid + " received after 0.000001 seconds")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            Transcript failed = run("time", server.at("timer"), null).exits(ExitCode.FAILED);

            assertThat(failed.out()).contains("sent 4, received 3\n", "round trip: min ", "server deltas: min ");
            assertThat(failed.err()).containsPattern("server closed|reset by the server");
        }
    }

    @Test
    void aHostileRefusalCannotTouchTheTerminal() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().readAllBytes();
            client.getOutputStream().write("no\u001b[2J\r\nfake".getBytes(StandardCharsets.UTF_8));
        })) {
            assertThat(run("put", server.at("queue"), null)
                            .exits(ExitCode.FAILED)
                            .err())
                    .isEqualTo("parley put: no\\u001b[2J\\u000d\\u000afake\n");
        }
    }

    private static Transcript run(String command, String endpoint, @Nullable String message, String... options) {
        List<String> words = new ArrayList<>(List.of(command, endpoint));
        words.addAll(List.of(options));
        if (message != null) {
            words.add(message);
        }
        return Transcript.of(words.toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
