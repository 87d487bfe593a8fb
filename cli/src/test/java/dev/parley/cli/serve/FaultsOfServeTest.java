package dev.parley.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --drop}, {@code --reset-after} and so on, through real sockets. */
@Tag("slow")
class FaultsOfServeTest {
    private static final byte[] HI = {2, 'h', 'i'};
    private static final byte[] REVERSED = {2, 'i', 'h'};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void aConnectionIsResetAfterItsReplies(String engine) throws Exception {
        Path access = folder.resolve("access.jsonl");
        try (ParleyProcess server = ParleyProcess.serve(
                "reverse://:0", "--engine", engine, "--reset-after", "2", "--access-log", access.toString())) {
            for (int connection = 0; connection < 2; connection++) {
                try (RawPeer peer = RawPeer.connect(server.address())) {
                    for (int i = 0; i < 2; i++) {
                        peer.send(HI);
                        assertThat(peer.read(3)).isEqualTo(REVERSED);
                    }
                    peer.send(HI);
                    assertThat(peer.untilEnd()).isEqualTo("<reset>");
                }
            }
            assertThat(server.stop("TERM")).as(server.err()).isZero();
        }
        assertThat(Files.readAllLines(access))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"messagesIn\":3,\"messagesOut\":3,", "\"bytesIn\":9,\"bytesOut\":6,")
                        .endsWith("\"reason\":\"broken_off\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void datagramsAreLostDoubledAndOvertaken(String engine) throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                        "reverse+udp://127.0.0.1:0", "--engine", engine, "--drop", "100%", "--first", "2");
                RawDatagrams peer = RawDatagrams.open()) {
            for (String message : new String[] {"ab", "cd", "ef"}) {
                peer.send(("\u0002" + message).getBytes(US_ASCII), server.address());
            }
            assertThat(peer.receive()).asString(US_ASCII).isEqualTo("\u0002fe");
        }
        try (ParleyProcess server = ParleyProcess.serve(
                        "reverse+udp://127.0.0.1:0",
                        "--engine",
                        engine,
                        "--duplicate",
                        "100%",
                        "--reorder",
                        "100%",
                        "--first",
                        "1");
                RawDatagrams peer = RawDatagrams.open()) {
            peer.send(HI, server.address());
            assertThat(peer.receive()).as("though nothing follows").isEqualTo(REVERSED);
            assertThat(peer.hearsNothingFor(Duration.ofMillis(1))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void repliesLeaveNoFasterThanTheBandwidth(String engine) throws Exception {
        byte[] message = new byte[30_000];
        new Random(1).nextBytes(message);
        try (ParleyProcess server =
                        ParleyProcess.serve("echo://:0", "--engine", engine, "--bandwidth", "1Mbit"); // 125,000 bytes
                RawPeer peer = RawPeer.connect(server.address())) {
            long began = System.nanoTime();
            peer.send(message);
            assertThat(peer.read(message.length)).isEqualTo(message);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(230));
            assertThat(server.stop("TERM")).as(server.err()).isZero();
        }
        try (ParleyProcess server =
                        ParleyProcess.serve("echo+udp://127.0.0.1:0", "--engine", engine, "--bandwidth", "100kbit");
                RawDatagrams peer = RawDatagrams.open()) {
            long began = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                peer.send(Arrays.copyOf(message, 1_000), server.address());
            }
            for (int i = 0; i < 4; i++) {
                assertThat(peer.receive()).isEqualTo(Arrays.copyOf(message, 1_000));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(310));
        }
    }

    @Test
    void aStopWaitsForWhatWaitsForBandwidth() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("echo://:0", "--bandwidth", "1Mbit");
                RawPeer peer = RawPeer.connect(server.address())) {
            peer.send(new byte[60_000]);
            peer.read(1);
            server.signal("TERM");
            assertThat(peer.read(59_999)).hasSize(59_999);
            assertThat(peer.untilEnd()).isEqualTo("<end>");
            assertThat(server.program().exitCode()).as(server.err()).isZero();
        }
    }

    @Test
    void socatSeesAWrongBitAndTheSameSeedAgain() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        byte[] first = pongThroughSocat("--corrupt", "100%", "--seed", "42");
        assertThat(first).hasSize(4);
        assertThat(first).asString(US_ASCII).isNotEqualTo("pong");
        assertThat(pongThroughSocat("--corrupt", "100%", "--seed", "42")).isEqualTo(first);
        assertThat(pongThroughSocat("--delay", "20ms+-10ms", "--seed", "42"))
                .asString(US_ASCII)
                .isEqualTo("pong");
    }

    private static byte[] pongThroughSocat(String... faults) throws Exception {
        String[] words = new String[faults.length + 1];
        words[0] = "pong://:0";
        System.arraycopy(faults, 0, words, 1, faults.length);
        try (ParleyProcess server = ParleyProcess.serve(words)) {
            server.program().awaitText("faults at pong.tcp://127.0.0.1:0 are drawn from --seed 42\n");
            Process socat = new ProcessBuilder("socat", "-T5", "-", "TCP:127.0.0.1:" + server.port()).start();
            try (var in = socat.getOutputStream()) {
                in.write("ping".getBytes(US_ASCII));
            }
            byte[] answer = socat.getInputStream().readAllBytes();
            socat.waitFor();
            return answer;
        }
    }

    @Test
    void anEndpointOfAFileHasFaultsOfItsOwn() throws Exception {
        Path file = folder.resolve("p.toml");
        Files.writeString(file, """
                [[endpoint]]
                address = "reverse://:0"
                reset-after = 0
                first = 1
                """);
        try (ParleyProcess server = ParleyProcess.serve("--config", file.toString())) {
            try (RawPeer peer = RawPeer.connect(server.address())) {
                peer.send(HI);
                assertThat(peer.untilEnd()).isEqualTo("<reset>");
            }
            try (RawPeer peer = RawPeer.connect(server.address())) {
                peer.send(HI);
                assertThat(peer.read(3)).as("the client tries again").isEqualTo(REVERSED);
            }
        }
    }
}
