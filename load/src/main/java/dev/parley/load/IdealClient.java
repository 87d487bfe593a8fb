package dev.parley.load;

import java.util.Arrays;

/**
 * One client as an ideal load generator would have it: it sends each request when it is due, or as soon as one of its slots is
 * free, and has read each reply the moment it came. Times it shares with the real client are those of the server alone: how long
 * each reply took, how long connecting took. So its response times are a lower bound of what the server made its users wait.
 * Nanoseconds of the run; one thread.
 */
final class IdealClient {
    /** When each free slot became so, in the order in which the real ones did. */
    private final long[] freeNanos;

    private int first;
    private int size;
    private long blockedUntilNanos;

    /** @param depth its slots, all free from the begin on */
    IdealClient(int depth) {
        this.freeNanos = new long[depth];
        this.size = depth;
    }

    /** The run's clock begins anew: all slots are free. */
    void begin() {
        Arrays.fill(freeNanos, 0);
        first = 0;
        size = freeNanos.length;
        blockedUntilNanos = 0;
    }

    /** Until then the server, or the way to it, would have kept it from sending too. */
    void blockedUntil(long nanos) {
        blockedUntilNanos = Math.max(blockedUntilNanos, nanos);
    }

    /**
     * Takes a slot for a request that the real client sends now.
     *
     * @return when this one would have sent it; never later than the real client
     */
    long send(long dueNanos, long nowNanos) {
        long free = freeNanos[first];
        first = first + 1 == freeNanos.length ? 0 : first + 1;
        size--;
        return Math.min(Math.max(dueNanos, Math.max(free, blockedUntilNanos)), nowNanos);
    }

    /** Gives a slot back: this client was done with its request at that time. */
    void done(long nanos) {
        int last = first + size;
        freeNanos[last >= freeNanos.length ? last - freeNanos.length : last] = nanos;
        size++;
    }

    /** The earliest time at which it could send one more; {@code busyUntil} where all slots are taken. */
    long freeFrom(long busyUntil) {
        return Math.max(size == 0 ? busyUntil : freeNanos[first], blockedUntilNanos);
    }
}
