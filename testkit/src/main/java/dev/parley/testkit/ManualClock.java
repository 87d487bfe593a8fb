package dev.parley.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A monotonic clock in nanoseconds that stands still until it is advanced. Like {@link System#nanoTime}, single
 * readings have no meaning: it begins just below the overflow, so that code which compares readings instead of their
 * differences is found out. Safe for any thread.
 */
public final class ManualClock implements LongSupplier {
    private static final Duration UNTIL_OVERFLOW = Duration.ofMillis(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - UNTIL_OVERFLOW.toNanos());

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /**
     * Lets this time pass.
     *
     * @throws IllegalArgumentException when the time is negative: this clock is monotonic
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a monotonic clock does not go back by " + time);
        }
        nanos.addAndGet(time.toNanos());
    }
}
