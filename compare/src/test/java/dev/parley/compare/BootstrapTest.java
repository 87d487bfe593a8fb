package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.NamedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals against distributions whose difference is known. Every seed is fixed: no outcome here depends on chance. */
class BootstrapTest {
    private static final Metric P50 = Metric.named("p50");
    private static final Metric P99 = Metric.named("p99");

    /** Of some pairs of groups, of how many the interval of this metric leaves zero out, and of how many it holds the truth. */
    private record Seen(Map<Metric, Integer> excluded, Map<Metric, Integer> held) {}

    private static Seen pairs(int pairs, int runs, double shift, double spreadOfRuns) {
        Seen seen = new Seen(new HashMap<>(), new HashMap<>());
        Runs made = new Runs(7, 1_000, spreadOfRuns);
        for (int pair = 0; pair < pairs; pair++) {
            GroupComparison comparison =
                    GroupComparison.of(made.group("a", runs, 2), made.group("b", runs, 2 * (1 + shift)), pair);
            assertThat(comparison.wholeRuns()).isEqualTo(runs >= 3);
            for (Metric metric : Metric.USUAL) {
                Difference difference = comparison.of(metric).orElseThrow();
                boolean holds = difference.lowPercent() <= 100 * shift && 100 * shift <= difference.highPercent();
                seen.excluded.merge(metric, difference.intervalExcludesZero() ? 1 : 0, Integer::sum);
                seen.held.merge(metric, holds ? 1 : 0, Integer::sum);
            }
        }
        return seen;
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void ofPairsWithoutADifferenceFewIntervalsLeaveZeroOut(int runs) {
        Seen seen = pairs(200, runs, 0, 0.03);
        assertThat(seen.excluded.values())
                .hasSize(3)
                .allSatisfy(excluded -> assertThat(excluded).isLessThanOrEqualTo(20));
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"3, 0.2", "5, -0.2"})
    void ofPairsThatDifferByAFifthNearlyAllIntervalsLeaveZeroOut(int runs, double shift) {
        Seen seen = pairs(100, runs, shift, 0.03);
        assertThat(seen.excluded.get(P50)).isGreaterThanOrEqualTo(95);
        assertThat(seen.held.get(P50)).isGreaterThanOrEqualTo(90);
        assertThat(seen.held.get(P99)).isGreaterThanOrEqualTo(90);
    }

    @Tag("slow")
    @Test
    void withinOneRunTheIntervalHoldsWhatSamplingAloneDoes() {
        Seen same = pairs(100, 1, 0, 0);
        assertThat(same.excluded.get(P50)).isLessThanOrEqualTo(10);
        assertThat(same.excluded.get(P99)).isLessThanOrEqualTo(10);
        assertThat(pairs(100, 1, 0.2, 0).excluded.get(P50)).isGreaterThanOrEqualTo(95);
    }

    /** Why one run each is not enough. */
    @Tag("slow")
    @Test
    void withinOneRunTheIntervalDoesNotHoldWhatDiffersFromRunToRun() {
        assertThat(pairs(100, 1, 0, 0.1).excluded.get(P50)).isGreaterThan(50);
        assertThat(pairs(50, 3, 0, 0.1).excluded.get(P50)).isLessThanOrEqualTo(5);
    }

    @Test
    void sameSeedGivesTheSameIntervalAndAnotherSeedNearlyTheSame() {
        Runs made = new Runs(1, 2_000, 0.05);
        RunGroup a = made.group("a", 4, 2);
        RunGroup b = made.group("b", 4, 2.2);
        GroupComparison once = GroupComparison.of(a, b, 1);
        assertThat(GroupComparison.of(a, b, 1).differences()).isEqualTo(once.differences());
        Difference other = GroupComparison.of(a, b, 2).of(P50).orElseThrow();
        Difference first = once.of(P50).orElseThrow();
        assertThat(other.lowPercent()).isNotEqualTo(first.lowPercent());
        assertThat(other.lowPercent()).isCloseTo(first.lowPercent(), within(2.0));
    }

    @Test
    void identicalRunsDoNotDiffer() {
        RunGroup group = new Runs(3, 2_000, 0.05).group("a", 3, 2);
        for (Difference difference : GroupComparison.of(group, group, 1).differences()) {
            assertThat(difference.percent()).isZero();
            assertThat(difference.isShown()).isFalse();
        }
    }

    /** What a histogram of three digits cannot distinguish is not a difference, however many samples there are. */
    @Test
    void lessThanTheHistogramsResolutionIsNoDifference() {
        LatencyHistogram one = new LatencyHistogram();
        LatencyHistogram other = new LatencyHistogram();
        for (int i = 0; i < 100_000; i++) {
            one.record(2_000_000);
            other.record(2_001_000);
        }
        GroupComparison comparison = GroupComparison.of(group("a", one, one, one), group("b", other, other, other), 1);
        assertThat(comparison.of(P50).orElseThrow().percent()).isCloseTo(0.05, within(0.05));
        assertThat(comparison.of(P50).orElseThrow().finding()).isEqualTo(Difference.Finding.NOT_SHOWN);
    }

    /** A run of each. */
    private static RunGroup group(String name, LatencyHistogram... responses) {
        List<NamedResult> runs = new ArrayList<>();
        for (LatencyHistogram response : responses) {
            Instant startedAt = Instant.ofEpochSecond(runs.size());
            runs.add(new NamedResult(
                    name + runs.size(),
                    Runs.result(startedAt, response, Duration.ofSeconds(10).toNanos())));
        }
        return RunGroup.of(name, runs);
    }

    @Test
    void groupThatNeverRepliesHasLostItsThroughput() {
        RunGroup dead = group("dead", new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        RunGroup alive = new Runs(1, 2_000, 0).group("alive", 3, 2);
        Difference lost =
                GroupComparison.of(alive, dead, 1).of(Metric.THROUGHPUT).orElseThrow();
        assertThat(lost.percent()).isEqualTo(-100);
        assertThat(lost.lowPercent()).isEqualTo(-100);
        assertThat(lost.isShown()).isTrue();
        assertThat(GroupComparison.of(alive, dead, 1).of(P50)).isEmpty();
        assertThat(GroupComparison.of(dead, alive, 1).of(Metric.THROUGHPUT)).isEmpty();
        assertThat(GroupComparison.of(dead, dead, 1).differences()).isEmpty();
    }

    /** A run of four thousand times as many requests is resampled by its buckets, as fast as a small one. */
    @Test
    void millionsOfSamplesAreResampledByTheirBuckets() {
        RunGroup small = new Runs(5, 2_000, 0).group("small", 1, 2);
        LatencyHistogram many = small.latencies();
        for (int i = 0; i < 12; i++) {
            LatencyHistogram twice = new LatencyHistogram();
            twice.add(many);
            twice.add(many);
            many = twice;
        }
        GroupComparison comparison = GroupComparison.of(small, group("large", many), 1);
        assertThat(comparison.other().latencies().count()).isEqualTo(2_000 << 12);
        Difference p99 = comparison.of(P99).orElseThrow();
        assertThat(p99.percent()).isZero();
        assertThat(p99.lowPercent()).isNegative();
    }

    @ParameterizedTest
    @CsvSource({"50", "90", "99", "99.9"})
    void percentilesOfTheTableAreThoseOfTheAddedHistograms(double percent) {
        RunGroup group = new Runs(9, 5_000, 0.2).group("a", 3, 2);
        RunTable table = new RunTable(
                group.runs().stream().map(r -> r.result().measured().response()).toList());
        int[] once = {1, 1, 1};
        assertThat(table.total(once)).isEqualTo(15_000);
        assertThat(table.nanosAt(RunTable.rank(percent, 15_000), once))
                .isEqualTo(group.latencies().percentileNanos(percent).orElseThrow());
        int[] onlySecond = {0, 3, 0};
        LatencyHistogram second = group.runs().get(1).result().measured().response();
        assertThat(table.nanosAt(RunTable.rank(percent, 15_000), onlySecond))
                .isEqualTo(second.roughPercentileNanos(percent));
    }

    /** The k-th of n is at k / (n + 1) on average, with a variance of p (1 - p) / (n + 2). */
    @ParameterizedTest
    @CsvSource({"1, 1", "5, 9", "990, 1000", "9900000, 10000000", "10, 10"})
    void orderStatisticsHaveTheMeanAndSpreadTheyMust(long k, long n) {
        SplittableRandom random = new SplittableRandom(11);
        double sum = 0;
        double squares = 0;
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            double place = Draws.orderStatistic(k, n, random);
            sum += place;
            squares += place * place;
        }
        double mean = sum / draws;
        double p = k / (n + 1.0);
        double variance = p * (1 - p) / (n + 2);
        assertThat(mean).isCloseTo(p, within(4 * Math.sqrt(variance / draws)));
        // squares of numbers so near each other leave no digits for the largest n
        if (n < 1_000_000) {
            assertThat(squares / draws - mean * mean).isCloseTo(variance, Percentage.withPercentage(6));
        }
    }
}
