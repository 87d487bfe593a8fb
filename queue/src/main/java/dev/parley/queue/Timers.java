package dev.parley.queue;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to be done when, in the store's time. For one thread at a time. */
final class Timers {
    record Timer(long atNanos, long number, Runnable action) {}

    private final TreeSet<Timer> timers =
            new TreeSet<>(Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::number));
    private long lastNumber;

    Timer add(long atNanos, Runnable action) {
        Timer timer = new Timer(atNanos, ++lastNumber, action);
        timers.add(timer);
        return timer;
    }

    void remove(@Nullable Timer timer) {
        if (timer != null) {
            timers.remove(timer);
        }
    }

    /** When the next one is due; {@link Long#MAX_VALUE} when there is none. */
    long nextNanos() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.first().atNanos();
    }

    /** Takes out the next one that is due by then. */
    @Nullable
    Timer takeDue(long nowNanos) {
        return nextNanos() <= nowNanos ? timers.pollFirst() : null;
    }
}
