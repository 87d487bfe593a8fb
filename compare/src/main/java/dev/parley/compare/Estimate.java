package dev.parley.compare;

import java.util.OptionalInt;

/**
 * What runs show about one metric of two groups, before it is one of many in a table. Of logarithms: differences in percent are
 * differences of logarithms.
 *
 * @param baseline in nanoseconds or replies a second
 * @param value of the other group, likewise
 * @param varianceOfBaseline of the logarithm of its metric
 * @param varianceOfOther likewise
 * @param freedomOfBaseline degrees of freedom of that variance, maybe infinite
 * @param freedomOfOther likewise
 */
record Estimate(
        Metric metric,
        double baseline,
        double value,
        double varianceOfBaseline,
        double varianceOfOther,
        double freedomOfBaseline,
        double freedomOfOther) {
    private static final double WHOLE = 100;
    /** Histograms keep three digits; what is less is not a difference. */
    private static final double RESOLUTION_PERCENT = 0.1;

    /** What nobody would measure for: runs enough for this show any larger difference. */
    private static final double NEGLIGIBLE_PERCENT = 1;

    private static final double MISSED = 1 - Difference.LEVEL;
    /** A normal variate is below this in four of five cases. */
    private static final double FOUR_OF_FIVE = 0.8416;

    /** How probable a difference as large as this is where there is none. */
    double pValue() {
        double beyond = Math.max(0, Math.abs(log()) - Math.log1p(RESOLUTION_PERCENT / WHOLE));
        return beyond == 0 ? 1 : StudentT.twoSided(beyond / error(), freedom());
    }

    /** Minus infinity where nothing is left, which is -100 % as it should be. */
    private double log() {
        return Math.log(value / baseline);
    }

    private double error() {
        return Math.sqrt(varianceOfBaseline + varianceOfOther);
    }

    /**
     * After Welch, "The generalization of Student's problem" (Biometrika 34, 1947): groups may vary by different amounts. Of few
     * runs Satterthwaite's formula gives too few, as it takes the variances for the true ones; Welch's own never gives more here
     * than there are.
     */
    private double freedom() {
        double variance = varianceOfBaseline + varianceOfOther;
        if (variance == 0 || Double.isInfinite(freedomOfBaseline + freedomOfOther)) {
            return Double.POSITIVE_INFINITY;
        }
        double freedom = variance
                        * variance
                        / (varianceOfBaseline * varianceOfBaseline / (freedomOfBaseline + 2)
                                + varianceOfOther * varianceOfOther / (freedomOfOther + 2))
                - 2;
        return Math.min(freedom, freedomOfBaseline + freedomOfOther);
    }

    /**
     * With its interval: Student's t times the bootstrap's standard error. Percentiles of the resamples themselves would be too
     * near: of three runs against three they leave out "no difference" in one of ten pairs without any.
     */
    Difference difference(Difference.Judgement judgement) {
        double reach = error() == 0 ? 0 : StudentT.critical(MISSED, freedom()) * error();
        return new Difference(
                metric,
                baseline,
                value,
                percent(log()),
                Math.max(-WHOLE, percent(log() - reach) - RESOLUTION_PERCENT),
                percent(log() + reach) + RESOLUTION_PERCENT,
                judgement);
    }

    private static double percent(double log) {
        return WHOLE * Math.expm1(log);
    }

    /**
     * How many more runs of each group would show a difference as large as this one, or of 1 % where this is less, in four of
     * five cases; the runs so far give their spread.
     *
     * @param tests in the table, which all have to be passed by the smallest p-value
     * @return at most 1,000
     */
    OptionalInt moreRuns(int tests) {
        double wanted = Math.max(Math.abs(log()), Math.log1p(NEGLIGIBLE_PERCENT / WHOLE));
        double runsOfBaseline = freedomOfBaseline + 1;
        double runsOfOther = freedomOfOther + 1;
        for (int more = 1; more < Difference.MOST_RUNS; more++) {
            Estimate then = new Estimate(
                    metric,
                    baseline,
                    value,
                    varianceOfBaseline * runsOfBaseline / (runsOfBaseline + more),
                    varianceOfOther * runsOfOther / (runsOfOther + more),
                    freedomOfBaseline + more,
                    freedomOfOther + more);
            double least = StudentT.critical(MISSED / tests, then.freedom()) + FOUR_OF_FIVE;
            if (least * then.error() <= wanted) {
                return OptionalInt.of(more);
            }
        }
        return OptionalInt.of(Difference.MOST_RUNS);
    }
}
