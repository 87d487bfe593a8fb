package dev.parley.cli.queue;

import java.time.Duration;

/**
 * When a message whose command failed is tried again.
 *
 * @param maxAttempts how often it is tried; each kick allows one more
 * @param firstDelay before the second attempt; twice as long before each further one
 */
record RetryPolicy(int maxAttempts, Duration firstDelay) {
    /** Longer delays would only hide a message. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 30;

    /** True when this attempt, from 1, was the last one. */
    boolean isLast(long attempt, long kicks) {
        return attempt >= maxAttempts + kicks;
    }

    /** True when it has been tried often enough before: those that tried it have ended without saying how it went. */
    boolean isTooMany(long attempt, long kicks) {
        return attempt > maxAttempts + kicks;
    }

    /** Before the attempt that follows this one. */
    Duration delayAfter(long attempt) {
        Duration longest = firstDelay.compareTo(LONGEST_DELAY) > 0 ? firstDelay : LONGEST_DELAY;
        Duration delay = firstDelay;
        for (long i = 1; i < Math.min(attempt, MOST_DOUBLINGS) && delay.compareTo(longest) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
