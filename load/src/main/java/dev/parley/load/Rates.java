package dev.parley.load;

import java.util.Locale;

/** What all schedules ask of a rate, and how they write it. */
final class Rates {
    static final double NANOS_PER_SECOND = 1e9;
    /** More than any machine sends from one process; each request that comes due is counted, so a rate has its cost. */
    static final double MOST_PER_SECOND = 1e7;

    private Rates() {}

    static void check(double perSecond) {
        if (!(perSecond > 0 && perSecond <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "a rate is more than 0 and at most " + text(MOST_PER_SECOND) + " a second, not " + text(perSecond));
        }
    }

    static String text(double perSecond) {
        return perSecond == Math.rint(perSecond)
                ? String.format(Locale.ROOT, "%.0f", perSecond)
                : String.format(Locale.ROOT, "%.3f", perSecond);
    }
}
