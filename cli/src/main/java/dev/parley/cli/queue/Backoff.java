package dev.parley.cli.queue;

import java.time.Duration;

/** Pauses before attempts that keep failing: each twice as long as the one before. For one thread. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration next = FIRST;

    /** The pause before the next attempt. */
    Duration pause() {
        Duration pause = next;
        Duration twice = pause.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return pause;
    }

    /** An attempt has succeeded. */
    void reset() {
        next = FIRST;
    }
}
