package dev.parley.load;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Watches the measuring process itself: a thread that sleeps 1 ms over and over and records by how much each sleep was too
 * long, and the time the garbage collector took. What stalls this thread stalls the measuring too.
 */
final class HiccupWatch implements Runnable {
    private static final long SLEEP_NANOS = 1_000_000L;
    private static final int SLEEP_MILLIS = 1;

    private final SingleWriterRecorder excess = new SingleWriterRecorder(Tally.LONGEST_NANOS, Tally.DIGITS);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("parley-load-hiccup").unstarted(this);
    private final long collectionsBefore = collections();
    private final long collectionMillisBefore = collectionMillis();
    private final LoadClock clock;
    private final long fromNanos;
    private volatile boolean ended;

    /** What happens before {@code fromNanos}, in the warm-up, is not judged. */
    HiccupWatch(LoadClock clock, long fromNanos) {
        this.clock = clock;
        this.fromNanos = fromNanos;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                long before = clock.now();
                Thread.sleep(SLEEP_MILLIS);
                if (before >= fromNanos) {
                    excess.recordValue(Math.clamp(clock.now() - before - SLEEP_NANOS, 0, Tally.LONGEST_NANOS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watch; what it saw since the last call. */
    Latencies end() throws InterruptedException {
        ended = true;
        thread.join();
        Latencies all = new Latencies();
        all.add(excess.getIntervalHistogram());
        return all;
    }

    long collectionsSince() {
        return collections() - collectionsBefore;
    }

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
