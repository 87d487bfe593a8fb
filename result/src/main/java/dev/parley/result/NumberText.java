package dev.parley.result;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers for display: three or four digits that matter, and a unit. */
public final class NumberText {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double WHOLE = 100;
    private static final double WHOLE_NUMBERS_FROM = 1_000;

    /** In the place of a value that there is not. */
    private static final String NOTHING = "-";

    private NumberText() {}

    /** Nanoseconds, in ASCII for any terminal: {@code 123.4 us}, {@code 1.23 ms}, {@code 1.234 s}. */
    public static String time(long nanos) {
        return time(nanos, "us");
    }

    /** The same for a page, which has all letters. */
    public static String timeInPage(long nanos) {
        return time(nanos, "µs");
    }

    private static String time(long nanos, String micros) {
        if (nanos < NANOS_PER_MILLI) {
            return format("%.1f %s", nanos / NANOS_PER_MICRO, micros);
        }
        return nanos < NANOS_PER_SECOND
                ? format("%.2f ms", nanos / NANOS_PER_MILLI)
                : format("%.3f s", nanos / NANOS_PER_SECOND);
    }

    /** {@link #time}, or {@code -} where nothing was measured. */
    public static String time(OptionalLong nanos) {
        return nanos.isPresent() ? time(nanos.getAsLong()) : NOTHING;
    }

    /** {@code 10 s}, {@code 0.25 s}: to the millisecond, without trailing zeros. */
    public static String seconds(Duration duration) {
        String seconds = format("%.3f", duration.toNanos() / NANOS_PER_SECOND);
        return seconds.replaceFirst("\\.?0+$", "") + " s";
    }

    /** How long something will take, for a person: {@code 0.3 s}, {@code 45 s}, {@code 1 min 50 s}, {@code 2 h 5 min}. */
    public static String span(Duration duration) {
        Duration rounded = Duration.ofSeconds(duration.plusMillis(500).toSeconds());
        if (duration.toSeconds() < 10 && !duration.equals(rounded)) {
            return format("%.1f s", duration.toNanos() / NANOS_PER_SECOND);
        }
        if (rounded.toMinutes() == 0) {
            return rounded.toSeconds() + " s";
        }
        return rounded.toHours() == 0
                ? rounded.toMinutes() + " min" + and(rounded.toSecondsPart(), " s")
                : rounded.toHours() + " h" + and(rounded.toMinutesPart(), " min");
    }

    private static String and(int rest, String unit) {
        return rest == 0 ? "" : " " + rest + unit;
    }

    /** {@code 1 round}, {@code 3 rounds}. */
    public static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** {@code 11,000}. */
    public static String count(long count) {
        return format("%,d", count);
    }

    /** {@code 11,000}, {@code 12.35}: whole where it is. */
    public static String number(double value) {
        return format(value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
    }

    /** {@code 12,345/s}, {@code 98.7/s}. */
    public static String rate(double perSecond) {
        return format(perSecond < WHOLE_NUMBERS_FROM ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    /** {@code 99.8 %}. */
    public static String share(double share) {
        return format("%.1f %%", WHOLE * share);
    }

    /** How many times as much: {@code ×1.32}. */
    public static String ratio(double times) {
        return format(times < WHOLE ? "×%.2f" : "×%,.0f", times);
    }

    /** The same in every country. */
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency, and every test draws every text
    public static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
