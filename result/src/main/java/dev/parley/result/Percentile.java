package dev.parley.result;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The percentiles of a report.
 *
 * @param percent 99.9
 * @param text {@code p99.9}
 */
public record Percentile(double percent, String text) {
    /** p50, p90, p99, p99.9 and p99.99. */
    public static final List<Percentile> ALL = List.of(
            new Percentile(50, "p50"),
            new Percentile(90, "p90"),
            new Percentile(99, "p99"),
            new Percentile(99.9, "p99.9"),
            new Percentile(99.99, "p99.99"));

    /** The same with p75 and p95, for the table of one load. */
    public static final List<Percentile> TABLE = parseList("50,75,90,95,99,99.9,99.99");

    private static Percentile parse(String text) {
        if (!Pattern.matches("[0-9]{1,2}(\\.[0-9]{1,6})?", text) || Double.parseDouble(text) <= 0) {
            throw new IllegalArgumentException("invalid percentile '" + Quoted.of(text)
                    + "'; expected numbers above 0 and below 100, such as 50,99.9");
        }
        return new Percentile(Double.parseDouble(text), "p" + text);
    }

    /**
     * Reads {@code 50,90,99.9}, in any order.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static List<Percentile> parseList(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(Percentile::parse)
                .toList();
    }
}
