package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C7: what was received is answered before the process ends, and a second signal does not wait for that. */
@Tag("alone")
class DrainTest {
    private static final int CLIENTS = 100;
    private static final int REQUESTS = 100;
    private static final int MORE_THAN_THE_KERNEL_HOLDS = 16 << 20;

    @ParameterizedTest
    @CsvSource({"selector,100us", "virtual,5ms"})
    void answersAllTenThousandReceivedRequestsAfterSigterm(String engine, String think) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--engine", engine, "--think", think)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(RawClient.connect(parley.address()));
                // A first reply shows that the client has been accepted.
                assertThat(clients.get(i).send((byte) 1, (byte) i).receive(2)).isEqualTo(new byte[] {1, (byte) i});
            }
            for (RawClient client : clients) {
                client.send(requests()); // on loopback, written is received by the server's kernel
            }
            long signalled = System.nanoTime();
            parley.program().signal("TERM");

            for (RawClient client : clients) {
                assertThat(client.receiveToEnd()).isEqualTo(replies());
                client.close();
            }
            assertThat(parley.program().exitCode()).as(parley.err()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static byte[] requests() {
        return numbered(false);
    }

    private static byte[] replies() {
        return numbered(true);
    }

    private static byte[] numbered(boolean reversed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < REQUESTS; i++) {
            String text = "request " + i;
            bytes.write(text.length());
            bytes.writeBytes((reversed ? new StringBuilder(text).reverse().toString() : text)
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Test
    void takesNoNewClientsWhileItFinishesTheOldOnes() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--think", "2s");
                RawClient old = RawClient.connect(parley.address())) {
            old.send((byte) 1, (byte) 'x');
            parley.program().signal("TERM");

            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> RawClient.connect(parley.address()).close())
                            .isInstanceOf(IOException.class));

            assertThat(old.receiveToEnd()).isEqualTo(new byte[] {1, 'x'});
            assertThat(parley.program().exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void endsAnIdleServerAtTheFirstSignalWithZero(String signal) throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "timer+udp://:0", "pong://:0");
                RawClient idle = RawClient.connect(new java.net.InetSocketAddress(
                        "localhost", parley.endpoints().getFirst().port()))) {
            idle.send((byte) 1, (byte) 'x').receive(2);

            assertThat(parley.stop(signal)).isZero();
            assertThat(idle.receiveToEnd()).isEmpty();
            assertThat(parley.err()).contains("stopped: 1 conversation drained\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130", "HUP,129"})
    void endsAtOnceAtTheSecondSignal(String signal, int code) throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--think", "1m", "--drain", "1m", "-v");
                RawClient client = RawClient.connect(parley.address())) {
            client.send((byte) 1, (byte) 'x');
            parley.program().awaitText("connection from");
            parley.program().signal(signal);
            await().pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> RawClient.connect(parley.address()).close())
                            .isInstanceOf(IOException.class));
            assertThat(parley.program().alive()).isTrue();

            long signalled = System.nanoTime();
            assertThat(parley.stop(signal)).isEqualTo(code);
            assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void reportsAndFailsWhenTheDrainTimeIsNotEnough() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--think", "1m", "--drain", "300ms", "-v");
                RawClient client = RawClient.connect(parley.address())) {
            client.send((byte) 1, (byte) 'x');
            parley.program().awaitText("connection from");

            assertThat(parley.stop("TERM")).isEqualTo(ExitCode.FAILED);
            assertThat(parley.err()).contains("was not done within 300 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void reportsAndFailsWhenALastReplyIsNotTaken(String engine) throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve(
                "queue://:0", "--engine", engine, "--write-timeout", "1s", "--max-message", "16MiB")) {
            try (RawClient put = RawClient.connect(parley.address())) {
                put.send(new byte[MORE_THAN_THE_KERNEL_HOLDS]).socket().shutdownOutput();
                assertThat(put.receiveToEnd()).isEmpty();
            }
            try (RawClient get = RawClient.connect(parley.address(), 4096)) {
                get.send("<<GET>>").receive(1);

                assertThat(parley.stop("TERM")).as(parley.err()).isEqualTo(ExitCode.FAILED);
                assertThat(parley.err())
                        .contains("parley serve: 1 conversation was cut in the stop with replies owed: "
                                + "replies not taken in time\n")
                        .contains("stopped: 0 conversations drained, 1 cut\n");
            }
        }
    }

    @Test
    void aTimerClientSeesThatTheServerClosed() throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve("timer://:0", "--think", "20ms", "-v")) {
            Transcript[] time = new Transcript[1];
            CountDownLatch ended = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                time[0] = Transcript.of("time", parley.endpoint().toString(), "--count", "100000");
                ended.countDown();
            });
            parley.program().awaitText("connection from");
            assertThat(parley.stop("TERM")).isZero();

            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(time[0].exits(ExitCode.FAILED).err())
                    .contains("server closed")
                    .doesNotContain("reset");
        }
    }
}
