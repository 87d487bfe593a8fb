package dev.parley.engine.jdk;

import dev.parley.engine.TimerQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is due, for conversations whose own threads wait elsewhere; one daemon thread for a server. Tasks must not block.
 * Safe for any thread.
 */
final class TimerThread {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final TimerQueue timers = new TimerQueue();
    private final Thread thread;
    private final Consumer<Throwable> whenDead;
    private boolean ended;

    /** @param whenDead is called with the reason when the thread ends by a fault */
    TimerThread(String name, Consumer<Throwable> whenDead) {
        this.whenDead = whenDead;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::runAll);
    }

    void start() {
        thread.start();
    }

    /** Runs the task at this time of {@code System.nanoTime}, or a little later. */
    synchronized TimerQueue.Timer at(long nanoTime, Runnable task) {
        TimerQueue.Timer timer = timers.add(nanoTime, task);
        notifyAll();
        return timer;
    }

    /**
     * Runs the task over and over; it gets by how many nanoseconds it is late.
     *
     * @param nanos how long after it was done; asked each time
     */
    void every(LongSupplier nanos, LongConsumer task) {
        long planned = System.nanoTime() + nanos.getAsLong();
        at(planned, () -> {
            try {
                task.accept(System.nanoTime() - planned);
            } finally {
                every(nanos, task);
            }
        });
    }

    synchronized void cancel(TimerQueue.@Nullable Timer timer) {
        timers.remove(timer);
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void runAll() {
        try {
            for (Runnable task = awaitDue(); task != null; task = awaitDue()) {
                run(task);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            whenDead.accept(e);
            LOG.log(System.Logger.Level.ERROR, thread.getName() + " has died", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // a fault of one conversation must not end the time of all
            LOG.log(System.Logger.Level.ERROR, "a timer failed", e);
        }
    }

    /** The next task that is due; null at the end. */
    private synchronized @Nullable Runnable awaitDue() throws InterruptedException {
        while (!ended) {
            long now = System.nanoTime();
            Runnable due = timers.takeDue(now);
            if (due != null) {
                return due;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, timers.nanosToNext(now, Long.MAX_VALUE)));
        }
        return null;
    }
}
