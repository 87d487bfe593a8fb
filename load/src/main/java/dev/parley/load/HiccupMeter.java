package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.OwnProcess;

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

    private final LatencyHistogram lateness = new LatencyHistogram();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("parley-load-hiccup").unstarted(this);
    private long collectionsBefore;
    private long collectionMillisBefore;
    private HostTimes hostBefore = new HostTimes(0, 0);
    private volatile boolean ended;

    /** From now on. */
    void start() {
        collectionsBefore = GarbageCollections.count();
        collectionMillisBefore = GarbageCollections.millis();
        hostBefore = HostTimes.now();
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                long before = System.nanoTime();
                Thread.sleep(LOOK_EVERY_MILLIS);
                lateness.recordLook(System.nanoTime() - before - LOOK_EVERY_NANOS, LOOK_EVERY_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the watch. Looks a stall swallowed are there too, each as late as it would have been.
     *
     * @param runDelayNanos for how long the sending threads waited for a core
     */
    OwnProcess end(long runDelayNanos) throws InterruptedException {
        ended = true;
        thread.join(); // its last look too: it may be the late one
        HostTimes host = HostTimes.now().since(hostBefore);
        return new OwnProcess(
                lateness,
                GarbageCollections.count() - collectionsBefore,
                GarbageCollections.millis() - collectionMillisBefore,
                runDelayNanos,
                host.pressureNanos(),
                host.stolenNanos());
    }

    /** Ends the watch; idempotent. */
    void stop() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
