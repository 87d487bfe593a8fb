package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose behaviour looks like success and is not. */
class FalseSuccessTest {
    private static final byte[] NOTE = "a note of some length".getBytes(StandardCharsets.US_ASCII);
    private static ParleyProcess parley;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("reverse://:0", "echo://:0", "pong://:0", "timer://:0", "encoder://:0");
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    private static int port(String service) {
        return parley.endpoints().stream()
                .filter(endpoint -> endpoint.service().equals(service))
                .findFirst()
                .orElseThrow()
                .port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "pong", "timer", "encoder"})
    void aMessageThatAnotherServiceAnswersIsNotStored(String service) {
        Transcript put =
                Transcript.withInput(NOTE, "put", "queue://:" + port(service)).exits(ExitCode.FAILED);

        assertThat(put.out()).isEmpty();
        assertThat(put.err()).startsWith("parley put: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse", "echo", "pong", "timer", "encoder"})
    void whatAnotherServiceSendsIsNotAMessage(String service) {
        Transcript get = Transcript.of("get", "queue://:" + port(service), "--timeout", "300ms")
                .exits(ExitCode.FAILED);

        assertThat(get.err()).containsPattern("no (whole )?reply within 300 ms").hasLineCount(1);
    }

    /** It ends normally, as after an empty message; that it never read the request shows only afterwards. */
    @Test
    void aServerThatClosesAtOnceHasNoEmptyMessage() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {})) {
            assertThat(Transcript.of("get", server.at("queue"))
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("reset by the server")
                    .hasLineCount(1);
        }
    }

    @Test
    void aResetBeforeTheEndIsNotStored() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().readNBytes(3000);
            client.setSoLinger(true, 0);
        })) {
            for (int size : new int[] {3000, 3001}) {
                Transcript put = Transcript.withInput(new byte[size], "put", server.at("queue"))
                        .exits(ExitCode.FAILED);

                assertThat(put.out()).isEmpty();
                assertThat(put.err()).contains("reset by the server").hasLineCount(1);
            }
        }
    }

    /** The server closes while most of the message is unread, so that its text is followed by a reset. */
    @Test
    void theReasonOfARefusalIsReadAlsoWhenAResetFollows() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().readNBytes(3000);
            client.getOutputStream().write("only 3000 bytes are kept".getBytes(StandardCharsets.US_ASCII));
        })) {
            Transcript put = Transcript.withInput(new byte[1_000_000], "put", server.at("queue"))
                    .exits(ExitCode.FAILED);

            assertThat(put.out()).isEmpty();
            assertThat(put.err()).isEqualTo("parley put: only 3000 bytes are kept\n");
        }
    }

    /** The server begins to read when the client is dead: what it finds must not look like a whole message. */
    @Test
    void aPutThatIsKilledIsNoMessage() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Path large = Files.write(folder.resolve("large"), new byte[32 << 20]);
        try (ScriptedServer server = new ScriptedServer(client -> {
                    client.getInputStream().read();
                    begun.countDown();
                    awaitQuietly(killed);
                    try {
                        seen.complete(client.getInputStream().readAllBytes().length + " bytes, and a normal end");
                    } catch (SocketException e) {
                        seen.complete(String.valueOf(e.getMessage()));
                    }
                });
                ParleyProcess put = ParleyProcess.start("put", server.at("queue"), large.toString())) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            put.program().signal("KILL");
            put.program().exitCode();
            killed.countDown();

            assertThat(seen.get(30, TimeUnit.SECONDS)).contains("reset");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFramingThatDoesNotFitStoresNothing() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(client -> {
            try {
                seen.complete(client.getInputStream().readAllBytes().length + " bytes, and a normal end");
            } catch (SocketException e) {
                seen.complete(String.valueOf(e.getMessage()));
            }
        })) {
            Transcript.withInput(NOTE, "put", server.at("queue"), "--framing", "len16", "--timeout", "300ms")
                    .exits(ExitCode.FAILED);

            assertThat(seen.get(30, TimeUnit.SECONDS)).contains("reset");
        }
    }

    @Test
    void aDatagramThatIsRefusedIsNotStored() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread refusal = Thread.ofPlatform().start(() -> answer(server, 1, 1, "queue is full"));

            Transcript put = Transcript.withInput(NOTE, "put", "queue+udp://127.0.0.1:" + server.getLocalPort())
                    .exits(ExitCode.FAILED);

            assertThat(put.out()).isEmpty();
            assertThat(put.err()).isEqualTo("parley put: queue is full\n");
            refusal.join();
        }
    }

    @Test
    void aDatagramToNobodyIsNotSent() throws IOException {
        int free;
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }

        assertThat(Transcript.withInput(NOTE, "put", "queue+udp://127.0.0.1:" + free)
                        .exits(ExitCode.UNAVAILABLE)
                        .out())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"stop,", "send,stop"})
    void aServerThatOnlyClosesHasNotStopped(String command, @Nullable String message) throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(client -> client.getInputStream().readNBytes(4))) {
            Transcript stop = message == null
                    ? Transcript.of(command, server.at("encoder"), "--timeout", "300ms")
                    : Transcript.of(command, server.at("encoder"), "--timeout", "300ms", message);

            assertThat(stop.exits(ExitCode.FAILED).out()).isEmpty();
            assertThat(stop.err())
                    .contains("still takes others after 300 ms: it did not stop")
                    .hasLineCount(1);
        }
    }

    @Test
    void aServerThatAnswersAStopOtherwiseIsOfAnotherKind() {
        Transcript stop = Transcript.of("stop", "encoder://:" + port("pong")).exits(ExitCode.FAILED);

        assertThat(stop.err()).contains("answered something else than encoder would: pong");
    }

    /** A byte every 10 ms would keep a client that waits for each read alive for ever. */
    @ParameterizedTest
    @CsvSource({"send,reverse,x", "get,queue,", "put,queue,", "time,timer,"})
    void aReplyThatDripsEndsInTime(String command, String service, @Nullable String message) throws IOException {
        try (ScriptedServer server = new ScriptedServer(FalseSuccessTest::drip)) {
            List<String> words = new ArrayList<>(List.of(command, server.at(service), "--timeout", "300ms"));
            if (message != null) {
                words.add(message);
            }

            Transcript ended = Transcript.of(words.toArray(String[]::new)).exits(ExitCode.FAILED);

            assertThat(ended.err()).startsWith("parley " + command + ": ").hasLineCount(1);
        }
    }

    private static void drip(Socket client) throws IOException {
        while (true) {
            client.getOutputStream().write(200); // where it is a length, it is never reached
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    @Tag("slow")
    void anEndlessMessageIsPassedOnAndEndsInTime() throws IOException {
        byte[] piece = new byte[64 << 10];
        try (ScriptedServer server = new ScriptedServer(client -> {
            while (true) {
                client.getOutputStream().write(piece);
            }
        })) {
            Transcript get = Transcript.of("get", server.at("queue"), "--timeout", "100ms")
                    .exits(ExitCode.FAILED);

            assertThat(get.outBytes().length).isPositive();
            assertThat(get.err()).contains("no whole reply within 100 ms; ");
        }
    }

    @Test
    void repliesThatComeTwiceBelongToTheirRequests() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread twice = Thread.ofPlatform().start(() -> answer(server, 3, 2, null));

            assertThat(Transcript.of("send", "echo+udp://127.0.0.1:" + server.getLocalPort(), "one", "two", "three")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("one\ntwo\nthree\n");
            twice.join();
        }
    }

    /** Answers so many datagrams so many times each, with a text or with themselves. */
    private static void answer(DatagramSocket server, int requests, int times, @Nullable String text) {
        try {
            for (int i = 0; i < requests; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
                server.receive(packet);
                if (text != null) {
                    packet.setData(text.getBytes(StandardCharsets.US_ASCII));
                }
                for (int j = 0; j < times; j++) {
                    server.send(packet);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
