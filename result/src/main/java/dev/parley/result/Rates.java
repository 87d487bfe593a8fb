package dev.parley.result;

import java.util.Locale;

/** What all schedules ask of a rate, and how they write it. */
public final class Rates {
    /** To turn nanoseconds into seconds. */
    public static final double NANOS_PER_SECOND = 1e9;

    /** More than any machine sends from one process; each request that comes due is counted, so a rate has its cost. */
    public static final double MOST_PER_SECOND = 1e7;

    private Rates() {}

    /**
     * Refuses what is no rate, and what is above {@link #MOST_PER_SECOND}.
     *
     * @throws IllegalArgumentException with a text for the person who asked for it
     */
    public static void check(double perSecond) {
        if (!(perSecond > 0 && perSecond <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "a rate is more than 0 and at most " + text(MOST_PER_SECOND) + " a second, not " + text(perSecond));
        }
    }

    /** {@code 5000}, {@code 0.125}: whole where it is, with three digits behind the point where it is not. */
    public static String text(double perSecond) {
        return perSecond == Math.rint(perSecond)
                ? String.format(Locale.ROOT, "%.0f", perSecond)
                : String.format(Locale.ROOT, "%.3f", perSecond);
    }
}
