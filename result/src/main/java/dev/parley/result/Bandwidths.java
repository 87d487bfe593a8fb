package dev.parley.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes a second as users write them, {@code 100Mbit/s}, {@code 12.5MB/s}, and as they are shown. Bits come in powers of 1,000;
 * a unit must be given, since half of the tools read a bare {@code 100M} as bits and the other half as bytes.
 */
public final class Bandwidths {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)([a-zA-Z]+)(?:/s)?");
    private static final double BITS_PER_BYTE = 8;
    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final String[] UNITS_OF_BITS = {"bit", "kbit", "Mbit", "Gbit"};
    /** Behind the point; nine before it. */
    private static final int DIGITS = 6;

    private static final BigDecimal LONGEST = BigDecimal.valueOf(GIGA);

    private static final Map<String, Double> BYTES = Map.ofEntries(
            Map.entry("bit", 1 / BITS_PER_BYTE),
            Map.entry("kbit", KILO / BITS_PER_BYTE),
            Map.entry("Mbit", MEGA / BITS_PER_BYTE),
            Map.entry("Gbit", GIGA / BITS_PER_BYTE),
            Map.entry("bps", 1 / BITS_PER_BYTE),
            Map.entry("kbps", KILO / BITS_PER_BYTE),
            Map.entry("Mbps", MEGA / BITS_PER_BYTE),
            Map.entry("Gbps", GIGA / BITS_PER_BYTE),
            Map.entry("B", 1.0),
            Map.entry("kB", KILO),
            Map.entry("MB", MEGA),
            Map.entry("GB", GIGA),
            Map.entry("KiB", (double) (1 << 10)),
            Map.entry("MiB", (double) (1 << 20)),
            Map.entry("GiB", (double) (1 << 30)));

    private Bandwidths() {}

    /**
     * Reads one: bytes a second, more than 0.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static double parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        Double bytes = matcher.matches() ? BYTES.get(matcher.group(2)) : null;
        double perSecond = bytes == null ? 0 : bytes * Double.parseDouble(matcher.group(1));
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("invalid bandwidth '" + Quoted.of(text)
                    + "'; expected bits or bytes a second, such as 100Mbit/s or 12MB/s");
        }
        return perSecond;
    }

    /** One that {@link #parse} reads: {@code 1Mbit}, {@code 1500kbit}; the largest unit of bits that needs no fraction, to a millionth. */
    public static String word(double bytesPerSecond) {
        BigDecimal bits = BigDecimal.valueOf(bytesPerSecond * BITS_PER_BYTE).setScale(DIGITS, RoundingMode.HALF_UP);
        for (int i = UNITS_OF_BITS.length - 1; i > 0; i--) {
            BigDecimal number = bits.movePointLeft(i * 3).stripTrailingZeros();
            if (number.scale() <= 0) {
                return number.toPlainString() + UNITS_OF_BITS[i];
            }
        }
        return bits.compareTo(LONGEST) < 0
                ? bits.stripTrailingZeros().toPlainString() + "bit"
                : bits.movePointLeft(3)
                                .setScale(DIGITS, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString() + "kbit";
    }

    /** {@code 12.5 MB/s (100.0 Mbit/s)}. */
    public static String text(double bytesPerSecond) {
        return scaled(bytesPerSecond, "B/s") + " (" + bits(bytesPerSecond) + ")";
    }

    /** {@code 100.0 Mbit/s}. */
    public static String bits(double bytesPerSecond) {
        return scaled(bytesPerSecond * BITS_PER_BYTE, "bit/s");
    }

    private static String scaled(double value, String unit) {
        if (value < KILO) {
            return NumberText.format("%.0f %s", value, unit);
        }
        return value < MEGA
                ? NumberText.format("%.1f k%s", value / KILO, unit)
                : value < GIGA
                        ? NumberText.format("%.1f M%s", value / MEGA, unit)
                        : NumberText.format("%.2f G%s", value / GIGA, unit);
    }
}
