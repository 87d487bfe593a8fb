package dev.parley.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A group of runs against the baseline.
 *
 * @param wholeRuns what was resampled: whole runs, so that the intervals hold what differs from run to run; or requests
 *     within too few runs, so that they do not
 * @param differences of all metrics that both groups report
 */
public record GroupComparison(RunGroup baseline, RunGroup other, boolean wholeRuns, List<Difference> differences) {
    /** Resamples of each group for each interval. */
    public static final int RESAMPLES = 2_000;

    private static final double WHOLE = 100;
    /** Histograms keep three digits; what is less is not a difference. */
    private static final double RESOLUTION_PERCENT = 0.1;

    public GroupComparison {
        differences = List.copyOf(differences);
    }

    /** The same seed gives the same intervals. */
    static GroupComparison of(RunGroup baseline, RunGroup other, long seed) {
        boolean wholeRuns = baseline.hasRunsEnough() && other.hasRunsEnough();
        Resampling ofBaseline = new Resampling(baseline, wholeRuns);
        Resampling ofOther = new Resampling(other, wholeRuns);
        List<Difference> differences = new ArrayList<>();
        for (Metric metric : Metric.ALL) {
            OptionalDouble from = metric.of(baseline.merged().measured());
            OptionalDouble to = metric.of(other.merged().measured());
            if (from.isEmpty() || to.isEmpty() || from.getAsDouble() <= 0) {
                continue;
            }
            SplittableRandom random = new SplittableRandom(seed);
            double spread = reach(
                    ofBaseline.variance(metric, RESAMPLES, random.split()),
                    ofOther.variance(metric, RESAMPLES, random.split()),
                    wholeRuns ? baseline.runs().size() - 1 : Double.POSITIVE_INFINITY,
                    wholeRuns ? other.runs().size() - 1 : Double.POSITIVE_INFINITY);
            differences.add(difference(metric, from.getAsDouble(), to.getAsDouble(), spread));
        }
        return new GroupComparison(baseline, other, wholeRuns, differences);
    }

    /**
     * How far the interval reaches to each side, of logarithms: Student's t for the degrees of freedom that Welch and
     * Satterthwaite give, times the bootstrap's standard error. Percentiles of the resamples themselves would be too near: of
     * three runs against three they leave out "no difference" in one of ten pairs without any.
     */
    private static double reach(double a, double b, double freedomOfA, double freedomOfB) {
        double variance = a + b;
        if (variance == 0) {
            return 0;
        }
        double freedom = variance * variance / (a * a / freedomOfA + b * b / freedomOfB);
        return StudentT.of(freedom) * Math.sqrt(variance);
    }

    private static Difference difference(Metric metric, double baseline, double value, double reach) {
        // Minus infinity where nothing is left, which is -100 % as it should be.
        double log = Math.log(value / baseline);
        return new Difference(
                metric,
                baseline,
                value,
                percent(log),
                Math.max(-WHOLE, percent(log - reach) - RESOLUTION_PERCENT),
                percent(log + reach) + RESOLUTION_PERCENT);
    }

    private static double percent(double log) {
        return WHOLE * Math.expm1(log);
    }

    /** Empty when one of the groups does not report it. */
    public Optional<Difference> of(Metric metric) {
        return differences.stream()
                .filter(difference -> difference.metric().equals(metric))
                .findFirst();
    }
}
