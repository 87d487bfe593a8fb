package dev.parley.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 250ms}, {@code 0.5s}, {@code 10m}, {@code 1m30s}. */
public final class Durations {
    private record Unit(String name, long nanos) {}

    /** The longest first: what is combined goes down. */
    private static final List<Unit> UNITS = List.of(
            new Unit("h", 3_600_000_000_000L),
            new Unit("m", 60_000_000_000L),
            new Unit("s", 1_000_000_000L),
            new Unit("ms", 1_000_000L),
            new Unit("us", 1_000L),
            new Unit("ns", 1L));
    /** Digits enough for a million years in hours, and a fraction finer than a nanosecond. */
    private static final Pattern PART = Pattern.compile("([0-9]{1,12})(\\.[0-9]{1,12})?([a-z]+)");

    private static final BigDecimal LONGEST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /**
     * Reads one; parts of several units go from the longest to the shortest, and only the last may have a fraction. It is
     * rounded to whole nanoseconds.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Duration parse(String text) {
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int at = 0;
        int nextUnit = 0;
        while (at < text.length()) {
            int unit = part.find(at) && part.start() == at ? indexOf(part.group(3)) : -1;
            boolean fraction = unit >= 0 && part.group(2) != null;
            if (unit < nextUnit || (fraction && part.end() < text.length())) {
                throw invalid(text);
            }
            BigDecimal number = new BigDecimal(part.group(1) + (fraction ? part.group(2) : ""));
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(UNITS.get(unit).nanos())));
            at = part.end();
            nextUnit = unit + 1;
        }
        if (at == 0) {
            throw invalid(text);
        }
        if (nanos.compareTo(LONGEST_NANOS) > 0) {
            throw new IllegalArgumentException("duration too long: '" + Quoted.of(text) + "'");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /**
     * Reads one that is greater than zero.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Duration parsePositive(String text) {
        Duration duration = parse(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("duration must be greater than zero: '" + Quoted.of(text) + "'");
        }
        return duration;
    }

    private static int indexOf(String name) {
        for (int i = 0; i < UNITS.size(); i++) {
            if (UNITS.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "invalid duration '" + Quoted.of(text) + "'; expected 250ms, 0.5s, 10m or 1m30s");
    }

    /** One that {@link #parse} reads: {@code 5ms}, {@code 90s}; in seconds or the longest shorter unit that needs no fraction. */
    public static String text(Duration duration) {
        long nanos = duration.toNanos();
        for (Unit unit : UNITS.subList(indexOf("s"), UNITS.size())) {
            if (nanos % unit.nanos() == 0) {
                return nanos / unit.nanos() + unit.name();
            }
        }
        throw new AssertionError(duration); // every duration is a number of nanoseconds
    }
}
