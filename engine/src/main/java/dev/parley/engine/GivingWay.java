package dev.parley.engine;

import java.util.function.LongSupplier;

/**
 * Lets the other threads run once before a client's thread waits for its next request. Under load the request is there when
 * they have had their turn, and read need not sleep and be woken.
 *
 * <p>That is worth it among threads that sleep soon themselves. One that keeps a core, a service that computes say, takes a
 * whole slice of its time from whoever gives way; so after a turn that was that long nobody does for a while. One for a
 * server, from any of its threads.
 */
final class GivingWay {
    /** Many turns of threads that serve a request each, and less than the slice of time Linux gives to one that computes. */
    static final long LONG_TURN_NANOS = 1_000_000L;

    static final long WHILE_NANOS = 200_000_000L;

    private final LongSupplier nanoTime;
    private final Runnable yield;
    /** When it is worth a try again. A lost update costs one turn. */
    private volatile long againAt;

    GivingWay(LongSupplier nanoTime, Runnable yield) {
        this.nanoTime = nanoTime;
        this.yield = yield;
        this.againAt = nanoTime.getAsLong();
    }

    /** By the threads and the clock of this process. */
    @SuppressWarnings("ThreadPriorityCheck") // it is for speed, and nothing waits for it
    static GivingWay toThreads() {
        return new GivingWay(System::nanoTime, Thread::yield);
    }

    void turn() {
        long before = nanoTime.getAsLong();
        if (before - againAt < 0) {
            return;
        }
        yield.run();
        long after = nanoTime.getAsLong();
        if (after - before > LONG_TURN_NANOS) {
            againAt = after + WHILE_NANOS;
        }
    }
}
