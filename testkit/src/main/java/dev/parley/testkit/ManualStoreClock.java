package dev.parley.testkit;

import dev.parley.queue.StoreClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A store's time that stands still until it is advanced; the alarm rings on the thread that advances it. Safe for any thread. */
public final class ManualStoreClock implements StoreClock {
    private record Alarm(long remainingNanos, Runnable action) {}

    private final ManualClock clock = new ManualClock();
    private @Nullable Alarm alarm;

    @Override
    public long nanoTime() {
        return clock.getAsLong();
    }

    @Override
    public Instant wallTime() {
        return Instant.EPOCH;
    }

    @Override
    public synchronized void wakeAfter(long nanos, Runnable action) {
        alarm = new Alarm(nanos, action);
    }

    @Override
    public synchronized void close() {
        alarm = null;
    }

    /** Lets this time pass; each alarm rings when it is due. */
    public void advance(Duration time) {
        long left = time.toNanos();
        for (Alarm due = takeDue(left); due != null; due = takeDue(left)) {
            clock.advance(Duration.ofNanos(due.remainingNanos));
            left -= due.remainingNanos;
            due.action.run();
        }
        clock.advance(Duration.ofNanos(left));
        pass(left);
    }

    private synchronized @Nullable Alarm takeDue(long nanos) {
        Alarm set = alarm;
        if (set == null || set.remainingNanos > nanos) {
            return null;
        }
        alarm = null;
        return set;
    }

    private synchronized void pass(long nanos) {
        if (alarm != null) {
            alarm = new Alarm(alarm.remainingNanos - nanos, alarm.action);
        }
    }
}
