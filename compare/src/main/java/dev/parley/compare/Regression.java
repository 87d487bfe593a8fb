package dev.parley.compare;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a metric got worse than the baseline by more than a limit.
 *
 * @param comparison with the baseline
 * @param finding what these runs show
 * @param why it is {@link Finding#OPEN}, for the user; else an empty text
 */
public record Regression(GroupComparison comparison, Metric metric, Finding finding, String why) {
    /** What runs can show. */
    public enum Finding {
        /** It is worse by more than the limit, and the interval leaves "no difference" out. */
        WORSE,
        /** It may be worse by more than the limit; these runs cannot decide. */
        OPEN,
        /** The whole interval keeps the limit, whole runs were resampled, and both groups are trustworthy. */
        KEPT;

        /** As result files write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Looks at one metric. Bad numbers can hide that a limit is kept, but never that it is not. */
    public static Regression of(GroupComparison comparison, Metric metric, double limitPercent) {
        Optional<Difference> measured = comparison.of(metric);
        if (measured.isEmpty()) {
            return new Regression(comparison, metric, Finding.OPEN, "there are too few samples");
        }
        Difference difference = measured.get();
        if (difference.worsePercent() > limitPercent && difference.isShown()) {
            return new Regression(comparison, metric, Finding.WORSE, "");
        }
        if (difference.worstPercent() > limitPercent) {
            return new Regression(comparison, metric, Finding.OPEN, "the interval reaches beyond the limit");
        }
        if (!comparison.wholeRuns()) {
            return new Regression(
                    comparison,
                    metric,
                    Finding.OPEN,
                    "it takes " + RunGroup.RUNS_NEEDED + " runs of each to know their spread");
        }
        for (RunGroup group : new RunGroup[] {comparison.baseline(), comparison.other()}) {
            if (!group.merged().verdict().trustworthy()) {
                return new Regression(comparison, metric, Finding.OPEN, "'" + group.name() + "' is not trustworthy");
            }
        }
        return new Regression(comparison, metric, Finding.KEPT, "");
    }
}
