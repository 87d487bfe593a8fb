package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.parley.client.CannotConnectException;
import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.SequenceField;
import dev.parley.result.Counter;
import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import dev.parley.result.TimelinePoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadRunTest {
    private static final ScriptedServer.Script ECHO =
            (number, request, connection) -> ScriptedServer.reply(connection, request);

    @Test
    void keepsTheRateAndCountsEveryRequest() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .withClients(7, 1, 2)
                    .onSchedule(new ConstantRate(1000))
                    // Counted: by time, a stall of a busy machine at the very end would leave some unsent.
                    .counting(Duration.ofMillis(200), 1000));
            assertThat(result.measured().count(Counter.DUE)).isEqualTo(1000);
            assertThat(result.measured().count(Counter.SENT)).isEqualTo(1000);
            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(1000);
            assertThat(result.measured().errors()).isZero();
            assertThat(result.measured().clientsWithoutReply()).isZero();
            assertThat(result.measured().lateness().count()).isEqualTo(1000);
            assertThat(result.measured().response().count())
                    .as("the warm-up's are taken and forgotten")
                    .isEqualTo(1000);
            assertThat(result.measured().service().count()).isEqualTo(1000);
            assertThat(result.timeline().stream()
                            .mapToLong(TimelinePoint::replies)
                            .sum())
                    .isEqualTo(1000);
            LatencyByDueTime byDueTime = result.measured().byDueTime();
            assertThat(IntStream.range(0, byDueTime.intervals())
                            .mapToLong(byDueTime::count)
                            .sum())
                    .as("without those of the warm-up")
                    .isEqualTo(1000);
            assertThat(server.requests()).as("with the warm-up").isGreaterThanOrEqualTo(1200);
        }
    }

    @Test
    void countedRunsMeasureExactlyThatMany() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadSpec spec = Loads.echo(server.port()).withClients(3, 4, 2).counting(Duration.ZERO, 777);
            assertThat(Loads.run(spec).measured().count(Outcome.REPLY)).isEqualTo(777);
            LoadSpec onSchedule = spec.onSchedule(new PoissonRate(5000, 3));
            assertThat(Loads.run(onSchedule).measured().count(Outcome.REPLY)).isEqualTo(777);
        }
    }

    /** The time of a counted run is that of its schedule, and not when its end was noticed. */
    @Test
    @Tag("alone") // a sender that has to wait for a core does not send in time
    void aCountThatWasSentInTimeHasKeptItsRate() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadResult.Measured measured = Loads.run(Loads.echo(server.port())
                            .onSchedule(new ConstantRate(200))
                            .counting(Duration.ZERO, 20))
                    .measured();
            assertThat(measured.plannedNanos()).isEqualTo(100_000_000L);
            assertThat(measured.keptShare()).isCloseTo(1, within(0.05));
        }
    }

    /** 300 ms for each reply, 500 ms of 100/s: those due in the last 300 ms are answered when the time is over. */
    @Test
    void repliesThatCameAfterTheEndAreNoRate() throws Exception {
        ScriptedServer.Script slow = (number, request, connection) -> {
            ByteBuffer copy = ByteBuffer.wrap(request.clone());
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
                    .execute(() -> replyTo(connection, copy.array()));
        };
        try (ScriptedServer server = new ScriptedServer(slow)) {
            LoadResult.Measured measured = Loads.run(Loads.echo(server.port())
                            .withClients(1, 64, 1)
                            .onSchedule(new ConstantRate(100))
                            .expecting(Duration.ofSeconds(5), null))
                    .measured();
            assertThat(measured.count(Outcome.REPLY)).isEqualTo(50);
            assertThat(measured.count(Counter.REPLIES_IN_TIME)).isBetween(1L, 21L);
            assertThat(measured.repliesPerSecond()).isBetween(2.0, 42.0);
            assertThat(measured.count(Counter.OPEN_AT_END)).isBetween(1L, 31L);
        }
    }

    private static void replyTo(Socket connection, byte[] request) {
        try {
            synchronized (connection) {
                ScriptedServer.reply(connection, request);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void whatWaitsWhenARunIsStoppedIsNoError() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
                    if (number < 20) {
                        ScriptedServer.reply(connection, request);
                    }
                });
                LoadRun run = LoadRun.start(
                        Loads.echo(server.port())
                                .onSchedule(new ConstantRate(200))
                                .expecting(Duration.ofMinutes(1), request -> request)
                                .lasting(Duration.ZERO, Duration.ofMinutes(1)),
                        null)) {
            await().until(() -> server.requests() > 20);
            run.stop("stopped by the test");
            LoadResult.Measured measured = run.result(Loads.environment()).measured();
            assertThat(measured.errors()).isZero();
            assertThat(measured.count(Outcome.REPLY)).isEqualTo(20);
            assertThat(measured.count(Outcome.ABANDONED)).isPositive();
            assertThat(measured.response().count()).isEqualTo(measured.count(Counter.DUE));
        }
    }

    @Test
    void aRunThatIsStoppedInItsWarmUpHasMeasuredNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO);
                LoadRun run = LoadRun.start(
                        Loads.echo(server.port())
                                .onSchedule(new ConstantRate(500))
                                .lasting(Duration.ofMinutes(5), Duration.ofMinutes(5)),
                        null)) {
            await().until(() -> server.requests() > 20);
            run.stop("stopped by the test");
            LoadResult result = run.result(Loads.environment());
            assertThat(result.measured().response().count()).isZero();
            assertThat(result.measured().count(Counter.DUE)).isZero();
            assertThat(result.verdict().reasons()).extracting(Reason::text).containsExactly("nothing was measured");
        }
    }

    /** A server that closes every tenth connection in the middle of the conversation: our pause is none of its time. */
    @Test
    void aConnectionThatServedIsMadeAgainAtOnce() throws Exception {
        ScriptedServer.Script closing = (number, request, connection) -> {
            if (number % 10 == 9) {
                connection.close();
            } else {
                ScriptedServer.reply(connection, request);
            }
        };
        try (ScriptedServer server = new ScriptedServer(closing)) {
            LoadResult.Measured measured = Loads.run(Loads.echo(server.port())
                            .onSchedule(new ConstantRate(100))
                            .counting(Duration.ZERO, 50))
                    .measured();
            assertThat(measured.count(Outcome.CLOSED)).isEqualTo(5);
            assertThat(measured.count(Counter.RECONNECTED)).isBetween(4L, 5L);
            assertThat(measured.ideal().maxNanos()).isLessThan(50_000_000L);
        }
    }

    @Test
    void depthPutsSeveralRequestsInFlight() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .withClients(2, 32, 1)
                    .withMessages(new Sizes(0, 255), java.util.List.of())
                    .counting(Duration.ZERO, 20_000));
            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(20_000);
        }
    }

    /** 10 million a second, behind which neither replies nor the end of the run may wait. */
    @Test
    void rateNoMachineReachesEndsInTimeWithAMarkedResult() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadSpec spec = Loads.echo(server.port())
                    .onSchedule(new ConstantRate(1e7))
                    .lasting(Duration.ZERO, Duration.ofMillis(100));
            LoadResult result;
            try (LoadRun run = LoadRun.start(spec, null)) {
                result = run.result(Loads.environment());
            }
            LoadResult.Measured measured = result.measured();
            assertThat(measured.count(Counter.DUE)).isEqualTo(1_000_000);
            assertThat(measured.count(Outcome.REPLY)).isPositive();
            assertThat(measured.response().count()).isEqualTo(1_000_000);
            assertThat(result.verdict().reasons())
                    .extracting(Reason::text)
                    .anyMatch(reason -> reason.contains("target rate not kept"));
        }
    }

    @Test
    void noServerIsAClearError() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThatExceptionOfType(CannotConnectException.class)
                .isThrownBy(() -> Loads.run(Loads.echo(port)))
                .withMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void serverThatDiesHalfWayGivesAMarkedResult() throws Exception {
        ScriptedServer[] dying = new ScriptedServer[1];
        ScriptedServer.Script script = (number, request, connection) -> {
            if (number == 100) {
                dying[0].close();
            } else {
                ScriptedServer.reply(connection, request);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            dying[0] = server;
            LoadResult result = Loads.run(Loads.echo(server.port()).onSchedule(new ConstantRate(500)));
            LoadResult.Measured measured = result.measured();
            assertThat(measured.count(Outcome.REPLY)).isEqualTo(100);
            assertThat(measured.count(Outcome.CLOSED)).isEqualTo(1);
            assertThat(measured.count(Outcome.UNSENT)).isEqualTo(149);
            assertThat(measured.response().count())
                    .as("what is owed is counted")
                    .isEqualTo(250);
            assertThat(measured.count(Counter.REFUSED)).isPositive();
            assertThat(result.verdict().reasons())
                    .extracting(Reason::text)
                    .anyMatch(reason -> reason.contains("target rate not kept"))
                    .anyMatch(reason -> reason.contains("150 requests without a reply"));
        }
    }

    @Test
    void serverThatNeverAnswersLosesEveryRequest() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {})) {
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .expecting(Duration.ofMillis(100), request -> request)
                    .onSchedule(new ConstantRate(100)));
            assertThat(result.measured().count(Outcome.REPLY)).isZero();
            assertThat(result.measured().count(Outcome.LOST)).isPositive();
            assertThat(result.measured().response().count()).isEqualTo(50);
            assertThat(result.verdict().reasons()).extracting(Reason::text).contains("no replies received");
        }
    }

    @Test
    void countedRunEndsWhereNobodyAnswers() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {})) {
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .expecting(Duration.ofMillis(100), request -> request)
                    .counting(Duration.ZERO, 1_000_000));
            assertThat(result.measured().endedEarly()).isEqualTo("no reply for twice the timeout");
        }
    }

    @Test
    void wrongRepliesAreCountedAndMakeTheResultUntrustworthy() throws Exception {
        ScriptedServer.Script script = (number, request, connection) ->
                ScriptedServer.reply(connection, number % 10 == 3 ? Arrays.copyOf(request, 5) : request);
        try (ScriptedServer server = new ScriptedServer(script)) {
            LoadResult result = Loads.run(Loads.echo(server.port()).counting(Duration.ZERO, 100));
            assertThat(result.measured().count(Outcome.WRONG)).isEqualTo(10);
            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(90);
            assertThat(result.verdict().reasons())
                    .extracting(Reason::text)
                    .contains("10 replies were not the expected ones");
        }
    }

    /** Every tenth reply carries the number of its neighbour. */
    @Test
    void repliesWithAnotherRequestsNumberAreWrong() throws Exception {
        List<Long> numbers = new CopyOnWriteArrayList<>();
        ScriptedServer.Script script = (number, request, connection) -> {
            ByteBuffer message = ByteBuffer.wrap(request);
            numbers.add(message.getLong(0));
            ScriptedServer.reply(
                    connection,
                    number % 10 == 3
                            ? message.putLong(0, message.getLong(0) ^ 1).array()
                            : request);
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            int lengthByte = 1;
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .withClients(1, 4, 1)
                    .numbered(new SequenceField(request -> request, lengthByte, 0))
                    .counting(Duration.ZERO, 100));
            assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(result.measured().count(Outcome.WRONG)).isEqualTo(10);
            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(90);
        }
    }

    @Test
    void garbageThatIsNoMessageIsMalformed() throws Exception {
        ScriptedServer.Script script =
                (number, request, connection) -> connection.getOutputStream().write(new byte[] {-1, -1, -1, -1});
        try (ScriptedServer server = new ScriptedServer(script)) {
            Protocol<byte[], byte[]> len32 = new Protocol<>(
                    "echo", Framings.LEN8, Framings.LEN32, Codecs.BYTES, Codecs.BYTES, false, fault -> null);
            LoadSpec spec =
                    LoadSpec.of(Loads.echo(server.port()).endpoint(), len32).counting(Duration.ZERO, 3);
            LoadResult result = Loads.run(spec);
            assertThat(result.measured().count(Outcome.MALFORMED)).isEqualTo(3);
        }
    }

    /** As the original programs do: one message, one reply, closed. */
    @Test
    void serverThatClosesAfterEachReplyIsConnectedToAgain() throws Exception {
        ScriptedServer.Script script = (number, request, connection) -> {
            ScriptedServer.reply(connection, request);
            connection.shutdownOutput();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            // 400 ms between two requests of a client: what is sent before the server's end has come is lost with it.
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .withClients(4, 1, 1)
                    .onSchedule(new ConstantRate(10))
                    .lasting(Duration.ZERO, Duration.ofSeconds(1)));
            assertThat(result.measured().outcomes()).containsEntry(Outcome.REPLY, 10L);
            assertThat(result.measured().errors()).isZero();
            assertThat(result.measured().count(Counter.RECONNECTED)).isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void stopEndsEarlyWithAValidResult() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadSpec spec = Loads.echo(server.port())
                    .onSchedule(new ConstantRate(500))
                    .lasting(Duration.ZERO, Duration.ofMinutes(5));
            try (LoadRun run = LoadRun.start(spec, null)) {
                await().until(() -> server.requests() > 100);
                run.stop("stopped by the test");
                LoadResult result = run.result(Loads.environment());
                assertThat(result.measured().endedEarly()).isEqualTo("stopped by the test");
                assertThat(result.measured().count(Outcome.REPLY)).isGreaterThan(90);
                assertThat(result.measured().response().count())
                        .isEqualTo(result.measured().count(Counter.DUE));
                // Of five minutes it would be a thousandth.
                assertThat(result.measured().keptShare()).isGreaterThan(0.5);
            }
        }
    }

    /** What one read returns is a part of a long reply and not a wrong one. */
    @Test
    void longRepliesWithoutAFramingArePutTogether() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echoBytes(listener));
            Protocol<byte[], byte[]> read = Protocol.of("echo", Framings.READ, Codecs.BYTES, Codecs.BYTES);
            LoadSpec spec = LoadSpec.of(Loads.echo(listener.getLocalPort()).endpoint(), read)
                    .withMessages(new Sizes(300_000, 500_000), java.util.List.of())
                    .counting(Duration.ZERO, 50)
                    .expecting(Duration.ofSeconds(5), request -> request);
            assertThat(Loads.run(spec).measured().count(Outcome.REPLY)).isEqualTo(50);
        }
    }

    private static void echoBytes(ServerSocket listener) {
        try (Socket connection = listener.accept()) {
            byte[] piece = new byte[10_000];
            for (int n = connection.getInputStream().read(piece);
                    n >= 0;
                    n = connection.getInputStream().read(piece)) {
                connection.getOutputStream().write(piece, 0, n);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void loadsThatCannotBeHonestAreRefused() {
        LoadSpec spec = Loads.echo(1);
        Protocol<byte[], byte[]> read = Protocol.of("echo", Framings.READ, Codecs.BYTES, Codecs.BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadSpec.of(spec.endpoint(), read).withClients(1, 2, 1))
                .withMessageContaining("framing");
        assertThatIllegalArgumentException().isThrownBy(() -> spec.withClients(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> spec.lasting(Duration.ZERO, Duration.ZERO));
    }
}
