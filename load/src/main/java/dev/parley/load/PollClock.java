package dev.parley.load;

import org.jspecify.annotations.Nullable;

/**
 * When the replies of one poll were there, and since when they may have been: what lies between is the load generator's own time
 * and not the server's. A key that the poll before did not report became ready after that had begun; one that ended a park did
 * so when it ended, less what this thread then waited for a core. One thread.
 */
final class PollClock {
    /** A park that ended sooner has not parked: what ended it may have been there before. */
    private static final long NOT_PARKED_NANOS = 10_000;
    /** After a shorter one the wait for a core is not looked up: it cannot have been long. */
    private static final long SHORT_PARK_NANOS = 100_000;
    /** A park that took so much longer than it was to take was a stop of the process, or of the machine. */
    private static final long OVERSLEPT_NANOS = 3_000_000;

    /** A read takes less unless the thread loses its core. */
    private static final long PROMPT_NANOS = 20_000;

    private final LoadClock clock;
    private @Nullable RunDelay runDelay;
    /** At the begin of this poll; negative where it was not looked up. */
    private long runDelayNanos = -1;

    private boolean parkedLong;
    private long collections;
    private long previousNanos;
    private long beganNanos;
    private long parkNanos;
    private boolean any;
    private long readyNanos;
    private long sinceNanos;

    PollClock(LoadClock clock) {
        this.clock = clock;
        this.collections = GarbageCollections.count();
    }

    /** Of the thread that polls, which is the one that calls this. */
    void watch(RunDelay ofPolling) {
        runDelay = ofPolling;
    }

    /** The run's clock begins anew. */
    void begin() {
        previousNanos = 0;
        beganNanos = 0;
    }

    /** A poll begins that takes at most so long; 0 for one that returns at once. */
    void polls(long nowNanos, long atMostNanos) {
        previousNanos = beganNanos;
        beganNanos = nowNanos;
        parkNanos = atMostNanos;
        any = false;
        // Looking it up takes longer than a short park, and one after a long one mostly is long too.
        runDelayNanos = atMostNanos > 0 && parkedLong && runDelay != null ? runDelay.nanos() : -1;
    }

    /** The poll has found something; to be called for each key, before it is read. */
    void found() {
        readyNanos = clock.now();
        if (any) {
            return;
        }
        any = true;
        long parked = readyNanos - beganNanos;
        parkedLong = parkNanos > 0 && parked >= SHORT_PARK_NANOS;
        if (parkNanos == 0 || parked < NOT_PARKED_NANOS) {
            sinceNanos = previousNanos;
        } else if (parked < SHORT_PARK_NANOS) {
            sinceNanos = readyNanos;
        } else {
            sinceNanos = parked > parkNanos + OVERSLEPT_NANOS || collected()
                    ? beganNanos
                    : readyNanos - Math.min(parked, waitedForCore());
        }
    }

    /**
     * What was found has been read. It was there when it was found: a client that waits in its read, and not in a selector, has the
     * message at that moment, and that one must be read as well is a selector's own cost. Where the read took long, for want of a core,
     * some of what was read may have come meanwhile; then it was there when it was read, at the latest.
     */
    void wasRead() {
        long now = clock.now();
        if (now - readyNanos > PROMPT_NANOS) {
            readyNanos = now;
        }
    }

    private long waitedForCore() {
        return runDelay == null || runDelayNanos < 0 ? 0 : Math.max(0, runDelay.nanos() - runDelayNanos);
    }

    private boolean collected() {
        long before = collections;
        collections = GarbageCollections.count();
        return collections != before;
    }

    /** When what is read now was there, at the latest: when it was found, or when it was read if that took long. */
    long readyNanos() {
        return readyNanos;
    }

    /** For how long a reply to a request sent then may have been there before; never negative. */
    long unreadNanos(long sentNanos) {
        return Math.max(0, readyNanos - Math.max(sinceNanos, sentNanos));
    }
}
