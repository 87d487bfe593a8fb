package dev.parley.result;

/**
 * An interval of a measured run with all of its times, so that those of load generators that ran side by side can be added.
 *
 * @param fromNanos its begin, since the end of the warm-up
 * @param lengthNanos how long it was
 * @param sent requests
 * @param errors requests that ended otherwise than with the expected reply
 * @param response from due to done
 * @param service from sent to done; replies only
 */
public record IntervalTimes(
        long fromNanos, long lengthNanos, long sent, long errors, LatencyHistogram response, LatencyHistogram service) {
    long endNanos() {
        return fromNanos + lengthNanos;
    }

    /** A copy that is kept while the histograms are used again. */
    public IntervalTimes packed() {
        return new IntervalTimes(
                fromNanos,
                lengthNanos,
                sent,
                errors,
                LatencyHistogram.packed(response),
                LatencyHistogram.packed(service));
    }

    /** The same, summed up. */
    public TimelinePoint point() {
        return new TimelinePoint(
                fromNanos,
                lengthNanos,
                sent,
                service.count(),
                errors,
                TimelinePoint.Clock.of(response),
                TimelinePoint.Clock.of(service));
    }
}
