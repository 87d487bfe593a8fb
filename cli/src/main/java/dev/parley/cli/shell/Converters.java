package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import dev.parley.result.Bandwidths;
import dev.parley.result.ByteSizes;
import dev.parley.result.Durations;
import dev.parley.result.Rates;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of options: durations, sizes and counts, the same on every command. */
public final class Converters {
    private Converters() {}

    /** {@code 250ms}, {@code 0.5s}, {@code 1m30s}; more than zero. */
    public static final class ToDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return converted(text, Durations::parsePositive);
        }
    }

    /** The same, or {@code 0} for none. */
    public static final class ToDurationOrZero implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return text.equals("0") ? Duration.ZERO : converted(text, Durations::parsePositive);
        }
    }

    /** A size in bytes, at least one: {@code 3000}, {@code 64KiB}, {@code 8MB}. */
    public static final class ToBytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return converted(text, ByteSizes::parsePositive);
        }
    }

    /** Bytes a second: {@code 1Mbit}, {@code 12MB/s}; a bit a second at least. */
    public static final class ToBandwidth implements ITypeConverter<Double> {
        private static final double LEAST = 0.125;

        @Override
        public Double convert(String text) {
            double bytes = converted(text, Bandwidths::parse);
            if (bytes < LEAST) {
                throw new TypeConversionException("'" + PrintableText.of(text) + "' is less than 1bit a second");
            }
            return bytes;
        }
    }

    /** A whole number from 1 up: {@code 500}, {@code 10k}, {@code 5e2}. */
    public static final class ToCount implements ITypeConverter<Integer> {
        private static final int MOST = 999_999_999;

        @Override
        public Integer convert(String text) {
            double number = number(text);
            if (number != Math.rint(number) || number < 1 || number > MOST) {
                throw new TypeConversionException("'" + PrintableText.of(text) + "' is not a whole number from 1 up");
            }
            return (int) number;
        }

        /** Written as a rate is; 0 for what is not one. */
        private static double number(String text) {
            try {
                return Rates.parse(text);
            } catch (IllegalArgumentException _) {
                return 0;
            }
        }
    }

    /** A whole number from 0 up. */
    public static final class ToCountOrZero implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[0-9]{1,9}")) {
                throw new TypeConversionException("'" + PrintableText.of(text) + "' is not a whole number from 0 up");
            }
            return Integer.valueOf(text);
        }
    }

    /** A priority or another number of 32 bits, from 0 up. */
    public static final class ToUnsigned32 implements ITypeConverter<Long> {
        private static final long MOST = 0xFFFF_FFFFL;

        @Override
        public Long convert(String text) {
            if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > MOST) {
                throw new TypeConversionException(
                        "'" + PrintableText.of(text) + "' is not a whole number from 0 to " + MOST);
            }
            return Long.parseLong(text);
        }
    }

    /** Picocli shows the text of this exception alone. */
    private static <T> T converted(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
