package dev.parley.compare;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * By how much a metric of one group differs from the baseline's, with the interval that holds the true difference in 95 of
 * 100 cases.
 *
 * @param baseline in nanoseconds or replies a second
 * @param value of the other group, likewise
 * @param percent of the baseline; positive is more
 * @param lowPercent the interval's lower end
 * @param highPercent its upper end
 * @param judgement as one of all differences of a table
 */
public record Difference(
        Metric metric,
        double baseline,
        double value,
        double percent,
        double lowPercent,
        double highPercent,
        Judgement judgement) {
    /** Of a table without a true difference, how probable it is that none is shown; of an interval, that it holds the truth. */
    public static final double LEVEL = 0.95;

    /** Of runs needed: this many, or more. */
    public static final int MOST_RUNS = 1_000;

    /** What runs can show. */
    public enum Finding {
        /** There is a difference. */
        SHOWN,
        /** There may be none. */
        NOT_SHOWN,
        /** These runs are not fit to decide it. */
        UNDECIDED;

        /** As documents write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A difference as one of all differences of its table.
     *
     * @param adjustedP how probable a difference at least as clear is, anywhere in a table of equal groups; empty when undecided
     * @param moreRuns how many more of each group would probably settle it, at most 1,000; empty when it is shown, and where
     *     more runs would not help
     * @param why it is undecided, for display; else an empty text
     */
    public record Judgement(Finding finding, OptionalDouble adjustedP, OptionalInt moreRuns, String why) {
        static Judgement undecided(String why, OptionalInt moreRuns) {
            return new Judgement(Finding.UNDECIDED, OptionalDouble.empty(), moreRuns, why);
        }
    }

    public Finding finding() {
        return judgement.finding();
    }

    /** True when it is one, at the level of the whole table. */
    public boolean isShown() {
        return finding() == Finding.SHOWN;
    }

    /** True when its own interval leaves "no difference" out, which among many differences one may do by chance. */
    public boolean intervalExcludesZero() {
        return lowPercent > 0 || highPercent < 0;
    }

    /** How many times the baseline the other group has. */
    public double ratio() {
        return value / baseline;
    }

    /** Half of the interval, in percent of the baseline: the s of ±s. */
    public double halfWidthPercent() {
        return (highPercent - lowPercent) / 2;
    }

    /** By how much it got worse; negative where it got better. */
    public double worsePercent() {
        return metric.isTime() ? percent : -percent;
    }

    /** The worst that the interval holds. */
    public double worstPercent() {
        return metric.isTime() ? highPercent : -lowPercent;
    }

    /** The best that it holds. */
    public double bestPercent() {
        return metric.isTime() ? lowPercent : -highPercent;
    }
}
