package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.Percentile;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A number that groups of runs are compared by: a percentile, or throughput.
 *
 * @param text {@code p99}, {@code throughput}
 * @param percentile of the group's clock; null for replies a second
 */
public record Metric(String text, @Nullable Percentile percentile) {
    public static final Metric THROUGHPUT = new Metric("throughput", null);

    /** All percentiles that are ever reported, and throughput. */
    public static final List<Metric> ALL = Stream.concat(
                    Percentile.ALL.stream().map(percentile -> new Metric(percentile.text(), percentile)),
                    Stream.of(THROUGHPUT))
            .toList();

    /** The metrics in which a regression is looked for by default: p50, p99, throughput. */
    public static final List<Metric> USUAL = List.of(named("p50"), named("p99"), THROUGHPUT);

    /**
     * The metric of this name.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Metric named(String text) {
        return ALL.stream()
                .filter(metric -> metric.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no metric '" + text + "'; there are "
                        + ALL.stream().map(Metric::text).collect(Collectors.joining(", "))));
    }

    /** True of a time, which is worse the longer it is. */
    public boolean isTime() {
        return percentile != null;
    }

    /** In nanoseconds or replies a second; empty when there are too few samples. */
    public OptionalDouble of(LoadResult.Measured measured) {
        if (percentile == null) {
            return OptionalDouble.of(measured.repliesPerSecond());
        }
        var nanos = measured.latencies().percentileNanos(percentile.percent());
        return nanos.isPresent() ? OptionalDouble.of((double) nanos.getAsLong()) : OptionalDouble.empty();
    }
}
