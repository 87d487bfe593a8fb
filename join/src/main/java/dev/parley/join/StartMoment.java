package dev.parley.join;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a moment to the microsecond: a thread that sleeps to the end of it wakes up late. */
final class StartMoment {
    private static final long SPIN_NANOS = 2_000_000L;
    private static final long LONGEST_PARK_NANOS = 10_000_000L;

    private StartMoment() {}

    /**
     * Blocks until then; not interrupted.
     *
     * @param atNanos by {@link System#nanoTime}
     * @param released ends it early
     */
    static void await(long atNanos, BooleanSupplier released) {
        long left = atNanos - System.nanoTime();
        while (left > 0 && !released.getAsBoolean()) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(Math.min(left - SPIN_NANOS, LONGEST_PARK_NANOS));
            } else {
                Thread.onSpinWait();
            }
            left = atNanos - System.nanoTime();
        }
    }
}
