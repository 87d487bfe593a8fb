package dev.parley.compare;

import java.util.List;
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
        /** It is worse by more than the limit, and that it is worse is shown at the level of the whole table. */
        WORSE,
        /** Undecided: it may be worse by more than the limit, or these runs are too few or not trustworthy. */
        OPEN,
        /** The whole interval keeps the limit, and both groups are trustworthy. */
        KEPT;

        /** As result files write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Looks at one metric. */
    public static Regression of(GroupComparison comparison, Metric metric, double limitPercent) {
        Optional<Difference> measured = comparison.of(metric);
        if (measured.isEmpty()) {
            return open(comparison, metric, "there are too few samples");
        }
        Difference difference = measured.get();
        if (difference.finding() == Difference.Finding.UNDECIDED) {
            return open(comparison, metric, difference.judgement().why());
        }
        if (difference.worsePercent() > limitPercent && difference.isShown()) {
            return new Regression(comparison, metric, Finding.WORSE, "");
        }
        if (difference.worstPercent() > limitPercent) {
            return open(comparison, metric, "the interval reaches beyond the limit");
        }
        for (RunGroup group : List.of(comparison.baseline(), comparison.other())) {
            if (!group.doubts(metric).isEmpty()) {
                return open(comparison, metric, "it is not trustworthy of '" + group.name() + "'");
            }
        }
        return new Regression(comparison, metric, Finding.KEPT, "");
    }

    private static Regression open(GroupComparison comparison, Metric metric, String why) {
        return new Regression(comparison, metric, Finding.OPEN, why);
    }
}
