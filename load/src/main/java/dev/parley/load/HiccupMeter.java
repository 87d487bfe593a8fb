package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.OwnProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Watches the measuring process itself: a thread that sleeps over and over and records how late each sleep ended, what the garbage
 * collector took, and what the host's cores went through. It finds causes; what they did to the numbers is known per request.
 *
 * <p>A run of stages has a part for each. A part ends with the first look after its end.
 *
 * <p>It looks ten times a second and no more: each look wakes a core, which answers the next request faster than one that was
 * asleep, or delays the request it interrupts. So it must be rarer than one in a hundred round trips, or p99 is its own work.
 */
final class HiccupMeter implements Runnable {
    private static final long LOOK_EVERY_NANOS = 100_000_000L;
    private static final long LOOK_EVERY_MILLIS = 100;

    private final LongSupplier runDelayNanos;
    private final List<Long> bordersNanos;
    /** One for each part, and made before any begins: half a megabyte each would be collected in the middle of the run. */
    private final List<LatencyHistogram> lateness = new ArrayList<>();
    /** At the begin of each part that has begun. */
    private final List<ProcessTimes> begins = new ArrayList<>();

    private final Thread thread =
            Thread.ofPlatform().daemon().name("parley-load-hiccup").unstarted(this);
    private long startNanos;
    private volatile boolean ended;

    /**
     * Of one part.
     *
     * @param runDelayNanos for how long the sending threads have waited for a core since {@link #start}; called by one thread at a time
     */
    HiccupMeter(LongSupplier runDelayNanos) {
        this(runDelayNanos, List.of());
    }

    /**
     * Of several parts.
     *
     * @param bordersNanos when each part ends and the next one begins, since {@link #start}, ascending; the last part ends with the watch
     */
    HiccupMeter(LongSupplier runDelayNanos, List<Long> bordersNanos) {
        this.runDelayNanos = runDelayNanos;
        this.bordersNanos = List.copyOf(bordersNanos);
        for (int part = 0; part <= bordersNanos.size(); part++) {
            lateness.add(new LatencyHistogram());
        }
    }

    /** From now on. */
    void start() {
        synchronized (this) {
            startNanos = System.nanoTime();
            begins.add(ProcessTimes.now(0));
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
        lateness.get(begins.size() - 1).recordLook(lateNanos, LOOK_EVERY_NANOS);
        long nanos = System.nanoTime() - startNanos;
        while (begins.size() <= bordersNanos.size() && nanos >= bordersNanos.get(begins.size() - 1)) {
            begins.add(now());
        }
    }

    private ProcessTimes now() {
        return ProcessTimes.now(runDelayNanos.getAsLong());
    }

    /** From the begin until now. Looks a stall swallowed are there too, each as late as it would have been. Any thread. */
    synchronized OwnProcess soFar() {
        return until(now()).whole();
    }

    /** Ends the watch, and says what it saw. */
    Watched end() throws InterruptedException {
        stop(); // with its last look: it may be the late one
        synchronized (this) {
            return until(now());
        }
    }

    /**
     * What was seen.
     *
     * @param parts the same of each part; nothing of one that was not reached
     */
    record Watched(OwnProcess whole, List<OwnProcess> parts) {}

    private Watched until(ProcessTimes end) {
        LatencyHistogram all = LatencyHistogram.packed(lateness.getFirst());
        List<OwnProcess> parts = new ArrayList<>();
        for (int part = 0; part < lateness.size(); part++) {
            if (part >= begins.size()) {
                parts.add(OwnProcess.unknown());
                continue;
            }
            ProcessTimes partEnd = part + 1 < begins.size() ? begins.get(part + 1) : end;
            parts.add(partEnd.since(begins.get(part), LatencyHistogram.packed(lateness.get(part))));
            if (part > 0) {
                all.add(lateness.get(part));
            }
        }
        return new Watched(end.since(begins.getFirst(), all), parts);
    }

    /** Ends the watch; idempotent. */
    void stop() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
