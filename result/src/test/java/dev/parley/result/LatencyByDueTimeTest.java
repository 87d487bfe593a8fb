package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyByDueTimeTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void binsFollowEachOtherAndReachAnEighthFurtherThanTheyBeginUpToAnHour() {
        assertThat(LatencyByDueTime.bin(0)).isZero();
        assertThat(LatencyByDueTime.bin(1_023)).isZero();
        for (int bin = 1; bin < LatencyByDueTime.BINS; bin++) {
            long from = LatencyByDueTime.fromNanos(bin);
            long to = LatencyByDueTime.fromNanos(bin + 1);
            assertThat(LatencyByDueTime.bin(from)).isEqualTo(bin);
            assertThat(LatencyByDueTime.bin(from - 1)).isEqualTo(bin - 1);
            assertThat(to - from).isBetween(1L, from / 8);
        }
        assertThat(LatencyByDueTime.fromNanos(LatencyByDueTime.BINS)).isGreaterThan(LatencyHistogram.LONGEST_NANOS);
    }

    @Test
    void aRunOfKnownLengthHasSixtyIntervalsAndAShortOneFewer() {
        assertThat(LatencyByDueTime.of(Duration.ofMinutes(10)).intervalNanos()).isEqualTo(10 * SECOND);
        assertThat(LatencyByDueTime.of(Duration.ofSeconds(1)).intervalNanos()).isEqualTo(100 * MILLI);
        LatencyByDueTime times = LatencyByDueTime.of(Duration.ofSeconds(10));
        times.record(10 * SECOND - 1, 5);
        assertThat(times.intervals()).isEqualTo(60);
    }

    @Test
    void aRequestCountsWhereItWasDueAndPercentilesAreAtMostAnEighthTooLong() {
        LatencyByDueTime times = new LatencyByDueTime(SECOND);
        for (int i = 1; i <= 1_000; i++) {
            times.record(2 * SECOND + i, i * MILLI);
        }
        assertThat(times.intervals()).isEqualTo(3);
        assertThat(times.count(0)).isZero();
        assertThat(times.maxNanos(0)).isEmpty();
        assertThat(times.percentileNanos(0, 50)).isEmpty();
        assertThat(times.count(2)).isEqualTo(1_000);
        assertThat(times.percentileNanos(2, 50).orElseThrow()).isBetween(500 * MILLI, 500 * MILLI * 9 / 8);
        assertThat(times.percentileNanos(2, 99).orElseThrow()).isBetween(990 * MILLI, 1_000 * MILLI);
        assertThat(times.maxNanos(2)).hasValue(1_000 * MILLI);
        assertThat(times.percentileNanos(2, 99.9)).as("needs 10,000").isEmpty();
    }

    /** A day at 500 ms an interval: still no more than 128, and no request is lost or in another interval. */
    @Test
    void aLongRunDoublesItsIntervals() {
        LatencyByDueTime times = LatencyByDueTime.of(Duration.ZERO);
        Random random = new Random(5);
        long[] due = new long[20_000];
        for (int i = 0; i < due.length; i++) {
            due[i] = i * 86_400L * SECOND / due.length;
            times.record(due[i], 1 + random.nextInt(1_000_000_000));
        }
        assertThat(times.intervalNanos() % (500 * MILLI)).isZero();
        assertThat(times.intervals()).isBetween(65, 128);
        for (int i = 0; i < times.intervals(); i++) {
            long from = i * times.intervalNanos();
            long expected = Arrays.stream(due)
                    .filter(at -> at >= from && at < from + times.intervalNanos())
                    .count();
            assertThat(times.count(i)).isEqualTo(expected).isPositive();
        }
        times.clear();
        assertThat(times.intervals()).isZero();
        assertThat(times.intervalNanos()).isEqualTo(500 * MILLI);
        times.record(0, 5);
        assertThat(times.count(0)).isEqualTo(1);
    }

    @Test
    void addedRunsAreOneWhoseIntervalsAreTheLongerOnes() {
        LatencyByDueTime once = new LatencyByDueTime(100);
        LatencyByDueTime a = new LatencyByDueTime(100);
        LatencyByDueTime b = new LatencyByDueTime(100);
        for (int i = 0; i < 300; i++) {
            LatencyByDueTime one = i % 2 == 0 ? a : b;
            long due = i % 2 == 0 ? i : i * 200L;
            one.record(due, i * 1_000L);
            once.record(due, i * 1_000L);
        }
        LatencyByDueTime both = new LatencyByDueTime(7);
        both.add(a);
        both.add(b);
        assertThat(LatencyByDueTimePart.of(both)).isEqualTo(LatencyByDueTimePart.of(once));
        LatencyByDueTime other = new LatencyByDueTime(300);
        other.record(1, 1);
        assertThatThrownBy(() -> both.add(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runsOfAGroupAreAddedAndOneThatHasNoneLeavesNothing() {
        LoadResult run = KnownResults.openLoop();
        LatencyByDueTime twice =
                Merge.of(List.of(run, KnownResults.openLoop())).measured().byDueTime();
        assertThat(twice.intervals()).isEqualTo(3);
        assertThat(twice.count(2)).isEqualTo(2 * run.measured().byDueTime().count(2));
        assertThat(Merge.of(List.of(run, KnownResults.closedLoop()))
                        .measured()
                        .byDueTime()
                        .intervals())
                .isZero();
    }
}
