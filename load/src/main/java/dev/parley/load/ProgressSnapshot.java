package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.Rates;

/**
 * What happened since the last snapshot, for a progress line.
 *
 * @param nanos since the run began; never negative
 * @param lengthNanos of this interval
 * @param errors since the run began
 */
public record ProgressSnapshot(
        long nanos,
        long lengthNanos,
        boolean warmingUp,
        LatencyHistogram response,
        LatencyHistogram service,
        long replies,
        long errors) {
    public double repliesPerSecond() {
        return lengthNanos <= 0 ? 0 : replies * Rates.NANOS_PER_SECOND / lengthNanos;
    }
}
