package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As {@link BootstrapTest}, with thousands of pairs of groups: a 95 % interval holds the truth in 95 % of them, give or take
 * one, whatever the number of runs and however much they differ. Seeds are fixed; by chance alone a share of 4,000 pairs is
 * off by a third of a percent.
 */
@Tag("nightly")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class IntervalCoverageTest {
    private static final long SEED = Long.getLong("parley.seed", 20_261_125L);
    private static final int PAIRS = 4_000;
    private static final double MOST_MISSED = 0.06;
    /** With fewer the intervals would be too wide: real differences would not be seen. */
    private static final double LEAST_MISSED = 0.01;

    private static final Metric P50 = Metric.named("p50");

    /** The shares of all pairs whose interval leaves zero out, and whose interval does not hold the truth. */
    private record Shares(Map<Metric, Double> excluded, Map<Metric, Double> missed) {}

    /** @param shift by how much the times of one group are longer; throughput is not */
    private static Shares pairs(int runs, double spreadOfRuns, double shift) {
        Runs made = new Runs(SEED, 1_000, spreadOfRuns);
        Shares shares = new Shares(new HashMap<>(), new HashMap<>());
        for (int pair = 0; pair < PAIRS; pair++) {
            GroupComparison comparison =
                    GroupComparison.of(made.group("a", runs, 2), made.group("b", runs, 2 * (1 + shift)), pair);
            for (Metric metric : Metric.USUAL) {
                Difference difference = comparison.of(metric).orElseThrow();
                double truth = metric.isTime() ? 100 * shift : 0;
                boolean holds = difference.lowPercent() <= truth && truth <= difference.highPercent();
                shares.excluded.merge(metric, difference.intervalExcludesZero() ? 1.0 / PAIRS : 0, Double::sum);
                shares.missed.merge(metric, holds ? 0 : 1.0 / PAIRS, Double::sum);
            }
        }
        return shares;
    }

    @ParameterizedTest
    @CsvSource({"3, 0.01", "3, 0.1", "4, 0.03", "5, 0.03", "10, 0.03"})
    void ofPairsWithoutADifferenceOneIntervalInTwentyLeavesZeroOut(int runs, double spreadOfRuns) {
        Shares shares = pairs(runs, spreadOfRuns, 0);
        assertThat(shares.excluded)
                .allSatisfy((metric, share) -> assertThat(share).isBetween(LEAST_MISSED, MOST_MISSED));
        assertThat(shares.missed).isEqualTo(shares.excluded);
    }

    /** Every run of this kind has the same throughput. */
    @ParameterizedTest
    @CsvSource({"0", "0.2"})
    void withinOneRunAnIntervalHoldsWhatSamplingAloneDoes(double shift) {
        Shares shares = pairs(1, 0, shift);
        shares.missed.remove(Metric.THROUGHPUT);
        assertThat(shares.missed)
                .allSatisfy((metric, share) -> assertThat(share).isBetween(LEAST_MISSED, MOST_MISSED));
    }

    @ParameterizedTest
    @CsvSource({"3, 0.2, 0.95", "5, 0.1, 0.85", "5, -0.1, 0.95", "10, 0.05, 0.75"})
    void ofPairsThatDifferAsManyIntervalsLeaveZeroOutAsTheirRunsAllow(int runs, double shift, double found) {
        Shares shares = pairs(runs, 0.03, shift);
        assertThat(shares.excluded.get(P50)).isGreaterThanOrEqualTo(found);
        assertThat(shares.excluded.get(Metric.THROUGHPUT)).isLessThanOrEqualTo(MOST_MISSED);
        assertThat(shares.missed)
                .allSatisfy((metric, share) -> assertThat(share).isBetween(LEAST_MISSED, MOST_MISSED));
    }
}
