package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Watches the measuring process itself: a thread that sleeps over and over and records how late each sleep ended, and what
 * the garbage collector took. What stalls this thread stalls the measuring too.
 *
 * <p>It looks 50 times a second and no more: each look wakes a core, which answers the next request faster than one that was
 * asleep, or delays the request it interrupts. So it must be rarer than one in a hundred round trips, or p99 is its own work.
 */
final class HiccupMeter implements Runnable {
    private static final long LOOK_EVERY_NANOS = 20_000_000L;
    private static final long LOOK_EVERY_MILLIS = 20;

    private final LatencyHistogram lateness = new LatencyHistogram();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("parley-load-hiccup").unstarted(this);
    private final LoadClock clock;
    private final long fromNanos;
    private volatile long collectionsBefore = collections();
    private volatile long collectionMillisBefore = collectionMillis();
    private volatile boolean ended;

    /** What happens before {@code fromNanos}, in the warm-up, is not judged. */
    HiccupMeter(LoadClock clock, long fromNanos) {
        this.clock = clock;
        this.fromNanos = fromNanos;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!ended && clock.now() < fromNanos) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            collectionsBefore = collections();
            collectionMillisBefore = collectionMillis();
            while (!ended) {
                long before = clock.now();
                Thread.sleep(LOOK_EVERY_MILLIS);
                lateness.recordLook(clock.now() - before - LOOK_EVERY_NANOS, LOOK_EVERY_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watch: how late its looks were. Those a stall swallowed are there too, each as late as it would have been. */
    LatencyHistogram end() throws InterruptedException {
        ended = true;
        thread.join(); // its last look too: it may be the late one
        return lateness;
    }

    /** In the measured phase. */
    long collectionsSince() {
        return collections() - collectionsBefore;
    }

    /** What they took in all. */
    long collectionMillisSince() {
        return collectionMillis() - collectionMillisBefore;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
