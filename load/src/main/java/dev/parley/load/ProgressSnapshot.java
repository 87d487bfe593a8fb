package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.Rates;

/**
 * What happened since the last snapshot, for a progress line. Its histograms are used again for the next one.
 *
 * @param nanos since the warm-up began, or the measured part; never negative
 * @param lengthNanos of this interval
 * @param warmingUp true until the measured part begins
 * @param waitingForReplies true when nothing more is sent
 * @param sent since the measured part began
 * @param errors since the measured part began
 */
public record ProgressSnapshot(
        long nanos,
        long lengthNanos,
        boolean warmingUp,
        boolean waitingForReplies,
        LatencyHistogram response,
        LatencyHistogram service,
        long replies,
        long sent,
        long errors) {
    public double repliesPerSecond() {
        return lengthNanos <= 0 ? 0 : replies * Rates.NANOS_PER_SECOND / lengthNanos;
    }
}
