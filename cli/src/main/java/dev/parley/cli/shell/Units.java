package dev.parley.cli.shell;

import dev.parley.core.LogText;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes and durations as people write them: {@code 64KiB}, {@code 250ms}. */
public final class Units {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,12})([A-Za-z]*)");
    private static final Map<String, Long> NANOS =
            Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Units() {}

    /** {@code 250ms}, {@code 5s}, {@code 10m}; zero only where an option says so. */
    public static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            long nanos = value(text, NANOS, "a duration, such as 250ms, 5s or 10m");
            if (nanos == 0) {
                throw new TypeConversionException("'" + LogText.of(text) + "' is no time at all; give more than zero");
            }
            return Duration.ofNanos(nanos);
        }
    }

    /** The same, or {@code 0} for none. */
    public static final class DurationOrZeroConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return text.equals("0") ? Duration.ZERO : new DurationConverter().convert(text);
        }
    }

    /** A size in bytes: {@code 3000}, {@code 64KiB}, {@code 8MiB}. */
    public static final class SizeConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            long bytes = value(text, BYTES, "a size, such as 3000, 64KiB or 8MiB");
            if (bytes == 0) {
                throw new TypeConversionException("'" + LogText.of(text) + "' is no size at all; give more than zero");
            }
            return new Size(bytes);
        }
    }

    /** A size that came from the command line. */
    public record Size(long bytes) {
        /** For sizes that end up in an array. */
        public int intBytes() {
            if (bytes > Integer.MAX_VALUE - 1024) {
                throw new Failure(ExitCode.USAGE, "a size of " + bytes + " bytes is more than one message can have");
            }
            return (int) bytes;
        }
    }

    private static long value(String text, Map<String, Long> units, String shape) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            throw new TypeConversionException("'" + LogText.of(text) + "' is not " + shape);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), units.get(matcher.group(2)));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + LogText.of(text) + "' is too large");
        }
    }

    /** A whole number from 1 up. */
    public static final class CountConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
                throw new TypeConversionException("'" + LogText.of(text) + "' is not a whole number from 1 up");
            }
            return Integer.valueOf(text);
        }
    }

    /** A duration as an option takes it: {@code 5ms}, {@code 90s}. Options know microseconds and longer. */
    public static String typed(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros % 1_000_000 == 0) {
            return micros / 1_000_000 + "s";
        }
        return micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us";
    }

    /** How long something will take, for a person: {@code 0.3 s}, {@code 45 s}, {@code 1 min 50 s}, {@code 2 h 5 min}. */
    public static String span(Duration duration) {
        Duration rounded = Duration.ofSeconds(duration.plusMillis(500).toSeconds());
        if (duration.toSeconds() < 10 && !duration.equals(rounded)) {
            return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
        }
        if (rounded.toMinutes() == 0) {
            return rounded.toSeconds() + " s";
        }
        return rounded.toHours() == 0
                ? rounded.toMinutes() + " min" + and(rounded.toSecondsPart(), " s")
                : rounded.toHours() + " h" + and(rounded.toMinutesPart(), " min");
    }

    /** {@code 1 round}, {@code 3 rounds}. */
    public static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String and(int rest, String unit) {
        return rest == 0 ? "" : " " + rest + unit;
    }
}
