package dev.parley.queue;

import java.time.Duration;

/**
 * How long messages were in a tube, from put to delete; purged ones are not among them. Percentiles are up to 6 % too high.
 *
 * @param p50 half of them were in it for no longer than this
 * @param p99 and 99 of 100 for no longer than this
 */
public record TimeInQueue(Duration p50, Duration p99, Duration max) {
    /** Where none was deleted. */
    public static final TimeInQueue NONE = new TimeInQueue(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
