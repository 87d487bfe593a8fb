package dev.parley.result;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as users write them: {@code 64}, {@code 10k}, {@code 1KiB}, {@code 0.5MiB}, {@code 64MB}. */
public final class ByteSizes {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)([A-Za-z]*)");
    /** Powers of 1,000 and, with an i, of 1,024 (IEC 80000-13). */
    private static final Map<String, Long> UNITS = Map.ofEntries(
            entry("", 1L),
            entry("B", 1L),
            entry("k", 1_000L),
            entry("K", 1_000L),
            entry("kB", 1_000L),
            entry("KB", 1_000L),
            entry("M", 1_000_000L),
            entry("MB", 1_000_000L),
            entry("G", 1_000_000_000L),
            entry("GB", 1_000_000_000L),
            entry("KiB", 1L << 10),
            entry("MiB", 1L << 20),
            entry("GiB", 1L << 30));

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private ByteSizes() {}

    /**
     * Reads one of whole bytes, 0 or more.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static long parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw invalid(text);
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .stripTrailingZeros();
        if (bytes.scale() > 0) {
            throw invalid(text);
        }
        if (bytes.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("size too large: '" + Quoted.of(text) + "'");
        }
        return bytes.longValueExact();
    }

    /**
     * Reads one of at least a byte.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static long parsePositive(String text) {
        long bytes = parse(text);
        if (bytes == 0) {
            throw new IllegalArgumentException("size must be greater than zero: '" + Quoted.of(text) + "'");
        }
        return bytes;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "invalid size '" + Quoted.of(text) + "'; expected bytes, such as 64, 1KiB, 8MiB or 64MB");
    }
}
