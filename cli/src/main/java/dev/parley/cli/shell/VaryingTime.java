package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import dev.parley.result.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time that varies: {@code 5ms}, {@code 5ms±2ms}.
 *
 * @param spread by so much less or more
 */
record VaryingTime(Duration time, Duration spread) {
    /** Reads one; {@code 5ms+-2ms} too, for keyboards. */
    static final class Converter implements ITypeConverter<VaryingTime> {
        @Override
        public VaryingTime convert(String text) {
            String[] parts = text.split("±|\\+/?-", -1);
            try {
                Duration time = Durations.parsePositive(parts[0]);
                Duration spread = parts.length == 1 ? Duration.ZERO : Durations.parsePositive(parts[1]);
                if (parts.length <= 2 && spread.compareTo(time) <= 0) {
                    return new VaryingTime(time, spread);
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
            throw new TypeConversionException("'" + PrintableText.of(text)
                    + "' is not a time that can vary; expected 5ms, or 5ms±2ms, by no more than itself");
        }
    }
}
