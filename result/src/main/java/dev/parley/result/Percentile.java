package dev.parley.result;

import java.util.List;

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
}
