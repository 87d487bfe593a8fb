package dev.parley.join;

import java.time.Duration;

/**
 * How long the two sides wait for each other.
 *
 * @param hello a connection that has not said by then who it is is closed
 * @param signOfLife so often each side hears from the other
 * @param silence one that was not heard of for so long has gone
 * @param result after the end of its own run the coordinator awaits those of the others for the reply timeout and so long
 */
record JoinDeadlines(Duration hello, Duration signOfLife, Duration silence, Duration result) {
    static final JoinDeadlines USUAL = new JoinDeadlines(
            Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10));
}
