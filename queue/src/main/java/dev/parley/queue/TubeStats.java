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
        Duration pauseLeft) {}
