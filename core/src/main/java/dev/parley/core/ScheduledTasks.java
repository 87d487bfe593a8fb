package dev.parley.core;

import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as its service sees it, and what the service has put off. Tasks wait in a heap that is made when the first
 * one comes: most conversations never need it. One thread at a time.
 */
final class ScheduledTasks implements Conversation {
    private final Peer peer;
    private final SessionHost host;
    private @Nullable PriorityQueue<Task> tasks;
    private long scheduled;
    private boolean over;

    /** Tasks that are due at the same time run in the order they were put off in. */
    private record Task(long atNanos, long number, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            long difference = atNanos - other.atNanos; // nanoTime may wrap
            return Long.signum(difference == 0 ? number - other.number : difference);
        }
    }

    ScheduledTasks(Peer peer, SessionHost host) {
        this.peer = peer;
        this.host = host;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable action) {
        Task task = new Task(host.nanoTime() + delay.toNanos(), scheduled++, action);
        if (over) {
            return () -> {};
        }
        if (tasks == null) {
            tasks = new PriorityQueue<>(4);
        }
        PriorityQueue<Task> all = tasks;
        all.add(task);
        if (task.equals(all.peek())) {
            host.wakeUpAt(task.atNanos);
        }
        return () -> all.remove(task);
    }

    /** Runs what is due by now. */
    void runDue() {
        if (tasks == null || tasks.isEmpty()) {
            return;
        }
        PriorityQueue<Task> all = tasks;
        long now = host.nanoTime();
        for (Task next = all.peek(); next != null && next.atNanos - now <= 0; next = all.peek()) {
            all.remove();
            next.action.run();
        }
        Task next = all.peek();
        if (next != null) {
            host.wakeUpAt(next.atNanos);
        }
    }

    /** The conversation is over: nothing runs any more. */
    void drop() {
        over = true;
        if (tasks != null) {
            tasks.clear();
        }
    }
}
