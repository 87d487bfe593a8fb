package dev.parley.queue;

import java.time.Duration;

/**
 * What is known of one tube.
 *
 * @param total messages that have come since the tube appeared, or the store was opened
 * @param deleted messages deleted since then
 * @param using holders that use it
 * @param watching holders that watch it
 * @param waiting holders that wait for its next message
 * @param pauses how often it was paused
 * @param pause how long it is paused, zero when it is not
 * @param pauseLeft of that, what is still to come
 * @param oldestReadyAge the time since that message was put which is ready and came first, zero when none is ready; of more than
 *     {@value #MOST_PRIORITIES} different priorities the most urgent ones are looked at
 * @param timeInQueue of those that were deleted since the tube appeared, or the store was opened
 */
public record TubeStats(
        String name,
        MessageCounts counts,
        long total,
        long deleted,
        int using,
        int watching,
        int waiting,
        long pauses,
        Duration pause,
        Duration pauseLeft,
        Duration oldestReadyAge,
        TimeInQueue timeInQueue) {
    /** A bound of the time it takes. */
    public static final int MOST_PRIORITIES = 100;
}
