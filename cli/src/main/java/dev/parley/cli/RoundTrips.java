package dev.parley.cli;

import dev.parley.load.NumberText;
import java.util.Arrays;

/** Round-trip times of one command, and the line about them. Safe for any thread. */
final class RoundTrips {
    private static final int FIRST_ROOM = 64;

    private long[] nanos = new long[FIRST_ROOM];
    private int count;

    synchronized void add(long roundTripNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = roundTripNanos;
    }

    synchronized int count() {
        return count;
    }

    /** {@code min 41.2 us, median 60.1 us, p99 110.4 us, max 1.20 ms}; empty when there was no reply. */
    synchronized String summary() {
        if (count == 0) {
            return "no reply";
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return "min " + NumberText.time(sorted[0]) + ", median " + NumberText.time(quantile(sorted, 0.5)) + ", p99 "
                + NumberText.time(quantile(sorted, 0.99)) + ", max " + NumberText.time(sorted[count - 1]);
    }

    /** The smallest time that this share of all times does not exceed. */
    static long quantile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
