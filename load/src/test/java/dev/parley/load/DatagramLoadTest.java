package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import dev.parley.result.ResultDocument;
import dev.parley.result.Threshold;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatagramLoadTest {
    private interface Script {
        /** Serves one request; {@code number} counts from 0. */
        void serve(int number, DatagramPacket request, DatagramSocket socket) throws IOException;
    }

    private static LoadResult run(Script script, int count) throws Exception {
        return run(script, count, 1, Duration.ofSeconds(1));
    }

    private static LoadResult run(Script script, int count, int depth, Duration timeout) throws Exception {
        return run(script, Duration.ZERO, count, depth, timeout);
    }

    private static LoadResult run(Script script, Duration warmUp, int count, int depth, Duration timeout)
            throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofPlatform().daemon().start(() -> serve(socket, script));
            LoadSpec spec = LoadSpec.of(Endpoint.parse("echo+udp://127.0.0.1:" + socket.getLocalPort()), Loads.LEN8)
                    .withClients(1, depth, 1)
                    .expecting(timeout, request -> request)
                    .counting(warmUp, count);
            return Loads.run(spec);
        }
    }

    private static void serve(DatagramSocket socket, Script script) {
        try {
            for (int number = 0; true; number++) {
                DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
                socket.receive(packet);
                script.serve(number, packet, socket);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void echoedDatagramsAreReplies() throws Exception {
        LoadResult.Measured measured =
                run((number, request, socket) -> socket.send(request), 1000).measured();
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(1000);
        assertThat(measured.errors()).isZero();
    }

    @Test
    void bytesAreCountedAsTheyTravel() throws Exception {
        LoadResult.Measured measured = run(
                        (number, request, socket) -> {
                            if (number % 2 == 0) {
                                socket.send(request);
                            }
                        },
                        Duration.ZERO,
                        4,
                        1,
                        Duration.ofMillis(50))
                .measured();
        long each = measured.count(Counter.BYTES_SENT) / 4;
        assertThat(each).isBetween(64L, 65L);
        assertThat(measured.count(Counter.BYTES_SENT)).isEqualTo(4 * each);
        assertThat(measured.count(Counter.BYTES_RECEIVED)).isEqualTo(2 * each);
    }

    @Test
    void droppedDatagramsAreLostAfterTheTimeout() throws Exception {
        LoadResult.Measured measured = run(
                        (number, request, socket) -> {
                            if (number % 20 != 7) {
                                socket.send(request);
                            }
                        },
                        100,
                        8,
                        Duration.ofSeconds(1))
                .measured();
        assertThat(measured.count(Outcome.LOST)).isEqualTo(5);
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(95);
        assertThat(measured.response().count()).isEqualTo(100);
        assertThat(measured.response().maxNanos())
                .as("lost ones enter at their age")
                .isGreaterThan(999_000_000L);
        assertThat(measured.service().count()).isEqualTo(95);
    }

    @Test
    void secondRepliesAreDuplicatesAndNoReplyToTheNextRequest() throws Exception {
        LoadResult.Measured measured = run(
                        (number, request, socket) -> {
                            socket.send(request);
                            if (number % 10 == 0) {
                                socket.send(request);
                            }
                        },
                        101)
                .measured();
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(101);
        // The last one's duplicate comes when the run is over.
        assertThat(measured.count(Counter.DUPLICATE)).isBetween(10L, 11L);
    }

    /** Echoes, but the reply to request 5 follows that to a later one. */
    private static Script holdingBackTheFifthUntil(int later) {
        DatagramPacket[] held = new DatagramPacket[1];
        return (number, request, socket) -> {
            if (number == 5) {
                held[0] = request;
                return;
            }
            socket.send(request);
            if (number == later) {
                socket.send(held[0]);
            }
        };
    }

    @Test
    void repliesAfterTheTimeoutAreLate() throws Exception {
        LoadResult.Measured measured = run(holdingBackTheFifthUntil(6), 50).measured();
        assertThat(measured.count(Outcome.LOST)).isEqualTo(1);
        assertThat(measured.count(Counter.LATE)).isEqualTo(1);
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(49);
        assertThat(measured.count(Outcome.WRONG)).isZero();
    }

    /** Request 5 is answered when the last has come: a client that waited for it would never send that. */
    @Test
    void missingReplyDoesNotHoldBackItsClientWhereDepthLeavesRoom() throws Exception {
        LoadResult.Measured measured = run(holdingBackTheFifthUntil(599), 600, 2, Duration.ofSeconds(20))
                .measured();
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(600);
        assertThat(measured.count(Counter.REORDERED)).isEqualTo(1);
        assertThat(measured.count(Counter.LATE)).isZero();
    }

    /** Three replies, all in the warm-up. */
    @Test
    void jitterOfTheWarmUpAloneIsNotReportedAsThatOfTheRun() throws Exception {
        LoadResult.Measured measured = run(
                        (number, request, socket) -> {
                            if (number < 3) {
                                socket.send(request);
                            }
                        },
                        Duration.ofSeconds(1),
                        1,
                        1,
                        Duration.ofMillis(500))
                .measured();
        assertThat(measured.count(Outcome.REPLY)).isZero();
        assertThat(measured.jitterNanos()).isEmpty();
    }

    @Test
    void swappedPairsAreReorderedOnceEach() throws Exception {
        DatagramPacket[] held = new DatagramPacket[1];
        LoadResult result = run(
                (number, request, socket) -> {
                    if (number % 2 == 0) {
                        held[0] = request;
                    } else {
                        socket.send(request);
                        socket.send(held[0]);
                    }
                },
                200,
                2,
                Duration.ofSeconds(20));
        assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(200);
        assertThat(result.measured().count(Counter.REORDERED)).isEqualTo(100);
        assertThat(result.measured().jitterNanos()).isPresent();
        assertThat(new String(ResultDocument.of(result).toJson(), StandardCharsets.UTF_8))
                .contains("\"reordered\" : 100")
                .contains("\"jitterNanos\" : " + result.measured().jitterNanos().getAsLong());
    }

    @Test
    void nobodyListeningIsSeenAndMarked() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = socket.getLocalPort();
        }
        LoadSpec spec = LoadSpec.of(Endpoint.parse("echo+udp://127.0.0.1:" + port), Loads.LEN8)
                .expecting(Duration.ofMillis(100), null)
                .lasting(Duration.ZERO, Duration.ofMillis(200));
        LoadResult result = Loads.run(spec);
        assertThat(result.measured().count(Counter.REFUSED)).isPositive();
        assertThat(result.verdict().reasons()).extracting(Reason::text).contains("no replies received");
        assertThat(result.measured().jitterNanos()).isEmpty();
        assertThat(new String(ResultDocument.of(result).toJson(), StandardCharsets.UTF_8))
                .contains("\"jitterNanos\" : null");
        @Nullable String none = Threshold.parse("p99>1s").crossedBy(result);
        assertThat(none).contains("not reported");
    }
}
