package dev.parley.admin;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets samples through as long as there were fewer than {@value #PER_SECOND} a second, then {@value #PER_SECOND} a second: what a second
 * may have can come at once. Any thread; of two at one moment both may be let through as one.
 */
final class SampleRate {
    static final int PER_SECOND = 1000;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long APART_NANOS = SECOND_NANOS / PER_SECOND;

    /** When all that were let through would be done, were they {@link #APART_NANOS} apart. */
    private final AtomicLong doneAt;

    SampleRate(long now) {
        doneAt = new AtomicLong(now);
    }

    boolean lets(long now) {
        long done = doneAt.getOpaque();
        if (done - now >= SECOND_NANOS) {
            return false;
        }
        doneAt.setOpaque((done - now > 0 ? done : now) + APART_NANOS);
        return true;
    }
}
