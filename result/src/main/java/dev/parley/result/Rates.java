package dev.parley.result;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates a second as users write them, {@code 5000}, {@code 0.5k}, {@code 5e2}, and what all schedules require of one. */
public final class Rates {
    /** To turn nanoseconds into seconds. */
    public static final double NANOS_PER_SECOND = 1e9;

    /** More than any machine sends from one process; each request that comes due is counted, so a rate has its cost. */
    public static final double MOST_PER_SECOND = 1e7;

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(?:(e[0-9]{1,2})|([kM]))?");
    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;

    private Rates() {}

    /**
     * Reads one, 0 or more; also any other number of an expression.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static double parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("invalid rate '" + Quoted.of(text) + "'; expected 5000, 5k or 0.5");
        }
        String exponent = matcher.group(2) == null ? "" : matcher.group(2);
        double number = Double.parseDouble(matcher.group(1) + exponent);
        return "k".equals(matcher.group(3)) ? number * KILO : "M".equals(matcher.group(3)) ? number * MEGA : number;
    }

    /**
     * Refuses zero, what is less, and what is above {@link #MOST_PER_SECOND}.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static void check(double perSecond) {
        if (!(perSecond > 0 && perSecond <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException("rate must be greater than 0 and at most "
                    + NumberText.count((long) MOST_PER_SECOND) + "/s: " + text(perSecond));
        }
    }

    /** {@code 5000}, {@code 0.125}: whole where it is, with three digits behind the point where it is not. */
    public static String text(double perSecond) {
        return perSecond == Math.rint(perSecond)
                ? String.format(Locale.ROOT, "%.0f", perSecond)
                : String.format(Locale.ROOT, "%.3f", perSecond);
    }
}
