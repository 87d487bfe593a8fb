package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.Percentile;
import java.util.ArrayList;
import java.util.List;

/** A histogram as a curve over the percentiles, up to the last one that has samples enough. */
final class PercentileCurve {
    /** As dense as HdrHistogram's own plots: five for each halving of the share above. */
    private static final int POINTS_PER_DECADE = 17;

    private static final double WHOLE = 100;

    private PercentileCurve() {}

    /**
     * @param nines where: 1 is p90, 2 is p99, 3 is p99.9
     * @param nanos how long
     */
    record Point(double nines, long nanos) {}

    /** How many nines a percentile has, the logarithm of the share of samples above it. */
    static double nines(double percentile) {
        return -Math.log10(1 - percentile / WHOLE);
    }

    /** From the shortest on, ascending; none when there are too few samples for a median. */
    static List<Point> of(LatencyHistogram latencies) {
        List<Point> points = new ArrayList<>();
        if (latencies.percentileNanos(Percentile.ALL.getFirst().percent()).isEmpty()) {
            return points;
        }
        double end = Math.log10((double) latencies.count() / LatencyHistogram.SAMPLES_ABOVE);
        for (int i = 0; i < end * POINTS_PER_DECADE; i++) {
            points.add(at((double) i / POINTS_PER_DECADE, latencies));
        }
        points.add(at(end, latencies));
        return points;
    }

    private static Point at(double nines, LatencyHistogram latencies) {
        return new Point(nines, latencies.roughPercentileNanos(WHOLE * (1 - Math.pow(10, -nines))));
    }
}
