package dev.parley.compare;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A {@link Difference} within a document, the same in every document that has some. Percent of the baseline.
 *
 * @param metric {@code p99}, {@code throughput}
 * @param baseline in nanoseconds or replies a second
 * @param value of the other group, likewise
 * @param lowPercent the 95 % interval's lower end
 * @param highPercent its upper end
 * @param shown true when it is a difference, at 95 % for all differences of the document together
 * @param finding {@code shown}, {@code not_shown} or {@code undecided}
 * @param adjustedP its p-value after the correction for all of them; empty when undecided
 * @param moreRuns how many more of each group would probably settle it
 * @param why it is undecided; else empty
 */
public record DifferencePart(
        String metric,
        double baseline,
        double value,
        double percent,
        double lowPercent,
        double highPercent,
        boolean shown,
        String finding,
        OptionalDouble adjustedP,
        OptionalInt moreRuns,
        String why) {
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
                difference.isShown(),
                difference.finding().text(),
                difference.judgement().adjustedP(),
                difference.judgement().moreRuns(),
                difference.judgement().why());
    }

    /** What was resampled for the intervals: {@code runs} or {@code requests}. */
    static String resampled(GroupComparison comparison) {
        return comparison.wholeRuns() ? "runs" : "requests";
    }
}
