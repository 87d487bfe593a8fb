package dev.parley.engine;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The timers of one thread, in the order they are due; it waits until the first is, and runs it. One thread at a time. */
public final class TimerQueue {
    private final TreeSet<Timer> timers = new TreeSet<>();
    private long added;

    /** Something to be done at a time. Those of the same time are done in the order they were added in. */
    public record Timer(long atNanos, long number, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            long difference = atNanos - other.atNanos; // nanoTime may wrap
            return Long.signum(difference == 0 ? number - other.number : difference);
        }
    }

    /** Adds a task, to be done at this time of {@code System.nanoTime}. */
    public Timer add(long atNanos, Runnable task) {
        Timer timer = new Timer(atNanos, added++, task);
        timers.add(timer);
        return timer;
    }

    /** Forgets a timer; one that was done already, or null, is nothing to forget. */
    public void remove(@Nullable Timer timer) {
        if (timer != null) {
            timers.remove(timer);
        }
    }

    /** How long until the next is due, at most {@code longest}; 0 or less when one is due now. */
    public long nanosToNext(long now, long longest) {
        return timers.isEmpty() ? longest : Math.min(timers.getFirst().atNanos - now, longest);
    }

    /** Takes the first that is due, or null when none is. */
    public @Nullable Runnable takeDue(long now) {
        return timers.isEmpty() || timers.getFirst().atNanos - now > 0 ? null : timers.removeFirst().task;
    }

    /** Timers that are not done yet. */
    public int size() {
        return timers.size();
    }
}
