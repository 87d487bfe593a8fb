package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A part of all, 0 to 1. */
record Share(double part) {
    /** Reads a percentage: {@code 0.5%}. */
    static final class Converter implements ITypeConverter<Share> {
        private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

        @Override
        public Share convert(String text) {
            if (text.matches("[0-9]{1,3}(\\.[0-9]{1,12})?%")) {
                BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
                if (percent.signum() > 0 && percent.compareTo(HUNDRED) <= 0) {
                    return new Share(percent.movePointLeft(2).doubleValue());
                }
            }
            throw new TypeConversionException(
                    "'" + PrintableText.of(text) + "' is not a percentage up to 100%; expected 1% or 0.5%");
        }
    }
}
