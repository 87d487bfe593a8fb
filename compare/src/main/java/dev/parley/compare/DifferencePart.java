package dev.parley.compare;

import java.util.List;

/**
 * A {@link Difference} within a document, the same in every document that has some. Percent of the baseline.
 *
 * @param metric {@code p99}, {@code throughput}
 * @param baseline in nanoseconds or replies a second
 * @param value of the other group, likewise
 * @param lowPercent the 95 % interval's lower end
 * @param highPercent its upper end
 * @param shown true when the interval leaves "no difference" out
 */
public record DifferencePart(
        String metric,
        double baseline,
        double value,
        double percent,
        double lowPercent,
        double highPercent,
        boolean shown) {
    static List<DifferencePart> of(GroupComparison comparison) {
        return comparison.differences().stream().map(DifferencePart::of).toList();
    }

    private static DifferencePart of(Difference difference) {
        return new DifferencePart(
                difference.metric().text(),
                difference.baseline(),
                difference.value(),
                difference.percent(),
                difference.lowPercent(),
                difference.highPercent(),
                difference.isShown());
    }

    /** What was resampled for the intervals: {@code runs} or {@code requests}. */
    static String resampled(GroupComparison comparison) {
        return comparison.wholeRuns() ? "runs" : "requests";
    }
}
