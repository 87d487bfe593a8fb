package dev.parley.testkit;

import dev.parley.core.MemoryBudget;
import dev.parley.core.SessionHost;
import dev.parley.engine.TimerQueue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does for one session, on a manual clock: wake-ups are counted, and time passes only in {@link #pass}. Wake-ups
 * may come from any thread; everything else is for one at a time.
 */
public final class ManualHost implements SessionHost {
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final ManualClock clock = new ManualClock();
    private final MemoryBudget memory = new MemoryBudget(1 << 20);
    private final TimerQueue timers = new TimerQueue();
    private TimerQueue.@Nullable Timer timer;

    @Override
    public void wakeUp() {
        wakeUps.incrementAndGet();
    }

    @Override
    public void wakeUpAt(long nanoTime) {
        timers.remove(timer);
        timer = timers.add(nanoTime, () -> {});
    }

    @Override
    public long nanoTime() {
        return clock.getAsLong();
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    /** How often the session wanted to be resumed, apart from what it put off. */
    public int wakeUps() {
        return wakeUps.get();
    }

    /** True while there is something put off. */
    public boolean waits() {
        return timers.size() > 0;
    }

    /** Lets time pass; each time the session wanted to be woken at is a call of {@code resume}. */
    public void pass(Duration time, Runnable resume) {
        long left = time.toNanos();
        long next = timers.nanosToNext(nanoTime(), Long.MAX_VALUE);
        while (next <= left) {
            clock.advance(Duration.ofNanos(Math.max(0, next)));
            left -= Math.max(0, next);
            if (timers.takeDue(nanoTime()) != null) {
                resume.run();
            }
            next = timers.nanosToNext(nanoTime(), Long.MAX_VALUE);
        }
        clock.advance(Duration.ofNanos(left));
    }
}
