package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mebibyte of noise at each service: the server survives it and serves the next client. */
@Tag("slow")
class HostileBytesTest {
    private static final int NOISE_BYTES = 1 << 20;
    private static final int LARGEST_DATAGRAM = 1400;
    private static final long SEED = 20_240_829L;

    private static ParleyProcess parley;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve(
                "reverse://:0",
                "queue://:0",
                "pong://:0",
                "timer://:0",
                "encoder://:0",
                "echo://:0",
                "reverse+udp://:0",
                "queue+udp://:0",
                "pong+udp://:0",
                "timer+udp://:0",
                "echo+udp://:0");
    }

    @AfterAll
    static void stop() {
        assertThat(parley.stop("TERM")).as(parley.err()).isZero();
        assertThat(parley.err()).doesNotContain("[ERROR]");
        parley.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse", "queue", "pong", "timer", "encoder", "echo"})
    void aMebibyteOfNoiseOnTcpDoesNotHurtTheNextClient(String service) throws Exception {
        Endpoint endpoint = endpoint(service, false);
        byte[] noise = new byte[NOISE_BYTES];
        new Random(SEED).nextBytes(noise);
        try (RawClient client =
                RawClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()))) {
            Thread reader = Thread.ofVirtual().start(() -> discard(client.socket()));
            write(client.socket(), noise);
            reader.join(Duration.ofSeconds(20));
        }

        assertServesOn(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse", "queue", "pong", "timer", "echo"})
    void aMebibyteOfNoiseInDatagramsDoesNotHurtTheNextClient(String service) throws Exception {
        Endpoint endpoint = endpoint(service, true);
        Random random = new Random(SEED);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), endpoint.port());
            for (int sent = 0; sent < NOISE_BYTES; ) {
                byte[] noise = new byte[random.nextInt(LARGEST_DATAGRAM)];
                random.nextBytes(noise);
                socket.send(new DatagramPacket(noise, noise.length));
                sent += noise.length;
            }
        }

        // The kernel may have dropped the next client's datagram with the noise: it may send again.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertServesOn(endpoint));
    }

    private static Endpoint endpoint(String service, boolean datagram) {
        return parley.endpoints().stream()
                .filter(endpoint -> endpoint.service().equals(service) && endpoint.isDatagram() == datagram)
                .findFirst()
                .orElseThrow();
    }

    private static void assertServesOn(Endpoint endpoint) {
        String at = endpoint.toString();
        switch (endpoint.service()) {
            case "reverse", "encoder" ->
                assertThat(Transcript.of("send", at, "--timeout", "2s", "abc")
                                .exits(ExitCode.OK)
                                .out())
                        .isEqualTo("cba\n");
            case "echo" ->
                assertThat(Transcript.of("send", at, "--timeout", "2s", "abc")
                                .exits(ExitCode.OK)
                                .out())
                        .isEqualTo("abc\n");
            case "pong" ->
                Transcript.of("ping", at, "--count", "1", "--timeout", "2s").exits(ExitCode.OK);
            case "timer" -> Transcript.of("time", at, "--timeout", "2s").exits(ExitCode.OK);
            default -> {
                byte[] message = "abc".getBytes(StandardCharsets.UTF_8);
                Transcript.withInput(message, "put", at).exits(ExitCode.OK);
                byte[] oldest = new byte[0];
                while (!Arrays.equals(oldest, message)) { // the noise comes first; an empty queue ends this too
                    oldest = Transcript.of("get", at, "--timeout", "2s")
                            .exits(ExitCode.OK)
                            .outBytes();
                }
            }
        }
    }

    private static void write(Socket socket, byte[] noise) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(noise);
            socket.shutdownOutput();
        } catch (IOException _) {
            // The server may end such a conversation at any time.
        }
    }

    private static void discard(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // As above.
        }
    }
}
