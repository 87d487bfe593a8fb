package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.result.Counter;
import dev.parley.result.IntervalTimes;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.testkit.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One load, divided among several generators. */
@Timeout(30)
class SharedLoadTest {
    private static final int GENERATORS = 3;

    /** Notes how far its run is, and lets it begin when the test says so. */
    private static final class HeldStart implements CommonStart {
        final Queue<String> reached = new ConcurrentLinkedQueue<>();
        final CountDownLatch mayBegin = new CountDownLatch(1);
        final CountDownLatch waiting = new CountDownLatch(1);

        @Override
        public void connected() {
            reached.add("connected");
        }

        @Override
        public void warm() {
            reached.add("warm");
        }

        @Override
        public void begin() {
            reached.add("begin");
            waiting.countDown();
            try {
                mayBegin.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void release() {
            reached.add("released");
            mayBegin.countDown();
        }
    }

    private static List<LoadResult> each(LoadSpec whole) throws IOException, InterruptedException {
        List<LoadResult> results = new ArrayList<>();
        for (int number = 0; number < GENERATORS; number++) {
            try (LoadRun run = LoadRun.start(whole, null, new Share(number, GENERATORS), CommonStart.ALONE)) {
                results.add(run.result(Loads.environment()));
            }
        }
        return results;
    }

    private static List<Long> counts(List<LoadResult> results, Counter counter) {
        return results.stream().map(result -> result.measured().count(counter)).toList();
    }

    @Test
    void togetherTheySendTheRequestsOfTheScheduleAndNoMore() throws IOException, InterruptedException {
        try (EchoServer server = new EchoServer()) {
            LoadSpec whole = Share.whole(
                    Loads.echo(server.streamPort())
                            .withClients(8, 1, 2)
                            .onSchedule(new ConstantRate(2_000))
                            .counting(Duration.ZERO, 400),
                    GENERATORS);
            List<LoadResult> results = each(whole);

            // Six loops have eight clients: two each of loops 0 and 1, one of the others.
            assertThat(results)
                    .extracting(result -> result.measured().clients())
                    .containsExactly(3, 3, 2);
            assertThat(results).extracting(result -> result.setting().clients()).containsExactly(3, 3, 2);
            assertThat(results).extracting(result -> result.setting().threads()).containsExactly(2, 2, 2);
            assertThat(counts(results, Counter.DUE)).containsExactly(150L, 150L, 100L);
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.measured().count(Outcome.REPLY))
                            .isEqualTo(result.measured().count(Counter.DUE)));
        }
    }

    @Test
    void theCountOfAClosedLoopIsDivided() throws IOException, InterruptedException {
        try (EchoServer server = new EchoServer()) {
            LoadSpec whole = Share.whole(
                    Loads.echo(server.streamPort()).withClients(3, 1, 1).counting(Duration.ZERO, 100), GENERATORS);

            assertThat(counts(each(whole), Counter.SENT)).containsExactly(34L, 33L, 33L);
        }
    }

    @Test
    void everyClientAndLoopIsOfOneGenerator() {
        for (int clients = GENERATORS; clients < 40; clients++) {
            for (int threads = 1; threads < 5; threads++) {
                LoadSpec whole = Share.whole(Loads.echo(9).withClients(clients, 1, threads), GENERATORS);
                List<Share> shares = IntStream.range(0, GENERATORS)
                        .mapToObj(number -> new Share(number, GENERATORS))
                        .toList();
                assertThat(shares)
                        .allSatisfy(share -> assertThat(share.clients(whole))
                                .isGreaterThanOrEqualTo(share.loops(whole))
                                .isPositive());
                assertThat(shares.stream()
                                .mapToInt(share -> share.clients(whole))
                                .sum())
                        .isEqualTo(clients);
                assertThat(shares.stream().mapToInt(share -> share.loops(whole)).sum())
                        .isEqualTo(whole.threads());
            }
        }
    }

    @Test
    void moreGeneratorsThanClientsAreRefused() {
        assertThatThrownBy(() -> Share.whole(Loads.echo(9).withClients(2, 1, 1), GENERATORS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 clients cannot be divided among 3 generators; use more clients");
    }

    @Test
    void theMeasuredPartBeginsWhenAllHaveComeSoFar() throws IOException, InterruptedException {
        try (EchoServer server = new EchoServer()) {
            LoadSpec spec = Loads.echo(server.streamPort())
                    .warmingUpAtMost(Duration.ofMillis(50))
                    .lasting(Duration.ofMillis(10), Duration.ofMillis(20))
                    .withClients(2, 1, 2);
            HeldStart start = new HeldStart();
            try (LoadRun run = LoadRun.start(spec, null, Share.WHOLE, start)) {
                start.waiting.await();
                assertThat(run.progress().warmingUp()).isTrue();
                assertThat(start.reached).containsExactly("connected", "warm", "begin");
                start.mayBegin.countDown();
                LoadResult result = run.result(Loads.environment());
                assertThat(result.measured().count(Outcome.REPLY)).isPositive();
                assertThat(result.measured().endedEarly()).isEmpty();
            }
        }
    }

    @Test
    void aRunThatIsStoppedWaitsForNobody() throws IOException, InterruptedException {
        try (EchoServer server = new EchoServer()) {
            HeldStart start = new HeldStart();
            try (LoadRun run = LoadRun.start(Loads.echo(server.streamPort()), null, Share.WHOLE, start)) {
                start.waiting.await();
                run.stop("enough");
                LoadResult result = run.result(Loads.environment());
                assertThat(result.measured().endedEarly()).isEqualTo("enough");
                assertThat(result.measured().count(Counter.SENT)).isZero();
            }
        }
    }

    @Test
    void intervalsOfAShareHaveAllOfItsTimes() throws IOException, InterruptedException {
        try (EchoServer server = new EchoServer()) {
            LoadSpec whole = Share.whole(
                    Loads.echo(server.streamPort())
                            .withClients(2, 1, 1)
                            .onSchedule(new ConstantRate(1_000))
                            .lasting(Duration.ZERO, Duration.ofMillis(350)),
                    2);
            try (LoadRun run = LoadRun.start(whole, null, new Share(1, 2), CommonStart.ALONE)) {
                LoadResult result = run.result(Loads.environment());
                List<IntervalTimes> intervals = run.intervals();
                assertThat(intervals).extracting(IntervalTimes::point).isEqualTo(result.timeline());
                assertThat(intervals.stream()
                                .mapToLong(interval -> interval.response().count())
                                .sum())
                        .isEqualTo(result.measured().response().count());
            }
        }
    }

    @Test
    void intervalsEndAtMultiplesOfTheirLength() {
        Duration tenth = Duration.ofMillis(100);
        assertThat(TimelineSampler.untilNext(0, tenth)).isEqualTo(tenth);
        assertThat(TimelineSampler.untilNext(100_000_000, tenth)).isEqualTo(tenth);
        assertThat(TimelineSampler.untilNext(101_000_000, tenth)).isEqualTo(Duration.ofMillis(99));
        assertThat(TimelineSampler.untilNext(99_999_000, tenth)).isEqualTo(Duration.ofNanos(100_001_000));
        assertThat(TimelineSampler.untilNext(170_000_000, tenth)).isEqualTo(Duration.ofMillis(130));
    }
}
