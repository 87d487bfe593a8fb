package dev.parley.load;

import dev.parley.result.Latencies;
import dev.parley.result.Rates;

/**
 * What happened since someone last asked, for a line of progress.
 *
 * @param nanos since the run began; negative is never
 * @param lengthNanos of this interval
 * @param errors since the run began
 */
public record Interval(
        long nanos,
        long lengthNanos,
        boolean warmingUp,
        Latencies response,
        Latencies service,
        long replies,
        long errors) {
    public double repliesPerSecond() {
        return lengthNanos <= 0 ? 0 : replies * Rates.NANOS_PER_SECOND / lengthNanos;
    }
}
