package dev.parley.result;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;

/**
 * How the response time grew over a run: of a load that the server does not keep up with, the queue grows for as long as it
 * lasts, and every percentile depends on when it was stopped.
 *
 * @param firstNanos median response time of the run's first fifth
 * @param lastNanos of its last fifth
 */
record LoadGrowth(long firstNanos, long lastNanos) {
    private static final int LEAST_POINTS = 10;
    private static final int PARTS = 5;
    private static final double GROWN = 1.5;
    private static final long LEAST_NANOS = 1_000_000;
    /** Of Kendall's statistic, in standard deviations: one run in a thousand without a trend has so much by chance. */
    private static final double SIGNIFICANT = 3.1;

    /** Whether the medians of a timeline go up and up; empty when they do not, or when there are too few of them. */
    static Optional<LoadGrowth> in(List<TimelinePoint> timeline) {
        long[] medians = timeline.stream()
                .map(point -> point.response().p50Nanos())
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .toArray();
        if (medians.length < LEAST_POINTS || kendall(medians) < SIGNIFICANT) {
            return Optional.empty();
        }
        int part = medians.length / PARTS;
        LoadGrowth growth =
                new LoadGrowth(median(medians, 0, part), median(medians, medians.length - part, medians.length));
        boolean grown = growth.lastNanos > GROWN * growth.firstNanos
                && growth.lastNanos - growth.firstNanos > LEAST_NANOS
                && stillGrows(medians);
        return grown ? Optional.of(growth) : Optional.empty();
    }

    /** A step, or a server that recovers, is no queue that grows: each of the fifths must be above the one before. */
    private static boolean stillGrows(long[] medians) {
        int part = medians.length / PARTS;
        List<Long> fifths = IntStream.range(0, PARTS)
                .mapToObj(i -> median(medians, i * part, (i + 1) * part))
                .toList();
        return fifths.stream().gather(Gatherers.windowSliding(2)).allMatch(pair -> pair.get(0) < pair.get(1));
    }

    private static long median(long[] of, int from, int to) {
        long[] sorted = Arrays.copyOfRange(of, from, to);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Mann and Kendall's trend test: pairs that ascend less those that descend, in standard deviations. */
    private static double kendall(long[] values) {
        int n = values.length;
        long ascending = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                ascending += Long.signum(values[j] - values[i]);
            }
        }
        double variance = n * (n - 1.0) * (2.0 * n + 5) / 18;
        return ascending / Math.sqrt(variance);
    }
}
