package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.OwnProcess;
import java.util.function.LongSupplier;

/**
 * Watches the measuring process itself: a thread that sleeps over and over and records how late each sleep ended, what the garbage
 * collector took, and what the host's cores went through. It finds causes; what they did to the numbers is known per request.
 *
 * <p>It looks 50 times a second and no more: each look wakes a core, which answers the next request faster than one that was
 * asleep, or delays the request it interrupts. So it must be rarer than one in a hundred round trips, or p99 is its own work.
 */
final class HiccupMeter implements Runnable {
    private static final long LOOK_EVERY_NANOS = 20_000_000L;
    private static final long LOOK_EVERY_MILLIS = 20;

    private final LongSupplier runDelayNanos;
    private final LatencyHistogram lateness = new LatencyHistogram();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("parley-load-hiccup").unstarted(this);
    private ProcessTimes before = new ProcessTimes(0, 0, 0, new HostTimes(0, 0));
    private volatile boolean ended;

    /** @param runDelayNanos for how long the sending threads have waited for a core since {@link #start}; called by one thread at a time */
    HiccupMeter(LongSupplier runDelayNanos) {
        this.runDelayNanos = runDelayNanos;
    }

    /** From now on. */
    void start() {
        synchronized (this) {
            before = ProcessTimes.now(0);
        }
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                long asleepNanos = System.nanoTime();
                Thread.sleep(LOOK_EVERY_MILLIS);
                woke(System.nanoTime() - asleepNanos - LOOK_EVERY_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void woke(long lateNanos) {
        lateness.recordLook(lateNanos, LOOK_EVERY_NANOS);
    }

    /** From the begin until now. Looks a stall swallowed are there too, each as late as it would have been. Any thread. */
    synchronized OwnProcess soFar() {
        return ProcessTimes.now(runDelayNanos.getAsLong()).since(before, LatencyHistogram.packed(lateness));
    }

    /** Ends the watch, and says what it saw. */
    OwnProcess end() throws InterruptedException {
        stop(); // with its last look: it may be the late one
        return soFar();
    }

    /** Ends the watch; idempotent. */
    void stop() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
