package dev.parley.result;

import java.util.OptionalLong;

/**
 * An interval of a measured run.
 *
 * @param fromNanos its begin, since the end of the warm-up
 * @param lengthNanos how long it was
 * @param sent requests
 * @param replies right or wrong
 * @param errors requests that ended otherwise
 */
public record TimelinePoint(
        long fromNanos, long lengthNanos, long sent, long replies, long errors, Clock response, Clock service) {

    /**
     * One of the two clocks in this interval; empty where there are too few samples.
     *
     * @param p50Nanos the median
     * @param maxNanos the longest
     */
    public record Clock(OptionalLong p50Nanos, OptionalLong p99Nanos, OptionalLong maxNanos) {
        /** The summary of these samples. */
        public static Clock of(LatencyHistogram latencies) {
            return new Clock(
                    latencies.percentileNanos(50),
                    latencies.percentileNanos(99),
                    latencies.count() == 0 ? OptionalLong.empty() : OptionalLong.of(latencies.maxNanos()));
        }
    }

    public double repliesPerSecond() {
        return lengthNanos <= 0 ? 0 : replies * Rates.NANOS_PER_SECOND / lengthNanos;
    }
}
