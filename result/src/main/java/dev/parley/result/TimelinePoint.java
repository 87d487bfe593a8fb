package dev.parley.result;

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
     * One of the two clocks in this interval; what could not be determined is {@link #UNKNOWN}.
     *
     * @param p50Nanos the median
     * @param p99Nanos where there are enough samples for it
     * @param maxNanos the longest
     */
    public record Clock(long p50Nanos, long p99Nanos, long maxNanos) {
        /** There were too few samples. */
        public static final long UNKNOWN = -1;

        /** The summary of these samples. */
        public static Clock of(LatencyHistogram latencies) {
            return new Clock(
                    latencies.percentileNanos(50).orElse(UNKNOWN),
                    latencies.percentileNanos(99).orElse(UNKNOWN),
                    latencies.count() == 0 ? UNKNOWN : latencies.maxNanos());
        }
    }

    public double repliesPerSecond() {
        return lengthNanos <= 0 ? 0 : replies * Rates.NANOS_PER_SECOND / lengthNanos;
    }
}
