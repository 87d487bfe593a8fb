package dev.parley.result;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Response times over a run: a coarse histogram for each interval in which requests were due. What a stall did to users stands
 * where it began, and not where its replies came.
 *
 * <pre>
 *   interval 0      1      2   ...            at most 128; a longer run joins neighbours and doubles their length
 *   bin 256  .      .      .
 *       ...
 *   bin 9    12     10     9                  eight bins for each doubling: one reaches at most an eighth further than it begins
 *   bin 0    0      1      0                  all below 1,024 ns
 * </pre>
 *
 * All memory is taken at once, so that recording allocates nothing. One thread at a time.
 */
public final class LatencyByDueTime {
    /** So many where the length of the run is known. */
    private static final int USUAL_INTERVALS = 60;

    static final int MOST_INTERVALS = 128;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration UNKNOWN = Duration.ofMillis(500);

    private static final int BINS_PER_DOUBLING_BITS = 3;
    private static final int BINS_PER_DOUBLING = 1 << BINS_PER_DOUBLING_BITS;
    /** The first bin ends at 2^10 nanoseconds. */
    private static final int FIRST_BITS = 10;
    /** Up to 2^42 nanoseconds, which is more than the hour that is recorded. */
    private static final int DOUBLINGS = 32;
    /** How many bins there are. */
    public static final int BINS = 1 + DOUBLINGS * BINS_PER_DOUBLING;

    private static final double WHOLE = 100.0;

    private final long firstIntervalNanos;
    private final long[][] counts = new long[MOST_INTERVALS][BINS];
    private final long[] maxNanos = new long[MOST_INTERVALS];
    private long intervalNanos;
    private int intervals;

    /** @param intervalNanos how long an interval is at first; more than 0 */
    public LatencyByDueTime(long intervalNanos) {
        if (intervalNanos <= 0) {
            throw new IllegalArgumentException("an interval of " + intervalNanos + " ns");
        }
        this.firstIntervalNanos = intervalNanos;
        this.intervalNanos = intervalNanos;
    }

    /**
     * For a run of that length.
     *
     * @param expected zero when it is not known
     */
    public static LatencyByDueTime of(Duration expected) {
        if (expected.isZero()) {
            return new LatencyByDueTime(UNKNOWN.toNanos());
        }
        long even = Math.ceilDiv(expected.toNanos(), USUAL_INTERVALS);
        return new LatencyByDueTime(Math.max(even, SHORTEST.toNanos()));
    }

    /** Adds a request; what takes longer than an hour is an hour. */
    public void record(long dueNanos, long latencyNanos) {
        long nanos = Math.clamp(latencyNanos, 0, LatencyHistogram.LONGEST_NANOS);
        int interval = interval(dueNanos);
        counts[interval][bin(nanos)]++;
        maxNanos[interval] = Math.max(maxNanos[interval], nanos);
    }

    private int interval(long dueNanos) {
        long interval = Math.max(0, dueNanos) / intervalNanos;
        while (interval >= MOST_INTERVALS) {
            joinNeighbours();
            interval = dueNanos / intervalNanos;
        }
        intervals = Math.max(intervals, (int) interval + 1);
        return (int) interval;
    }

    private void joinNeighbours() {
        for (int i = 0; i < MOST_INTERVALS; i++) {
            if (i > 0 && i % 2 == 0) {
                Arrays.fill(counts[i / 2], 0);
                maxNanos[i / 2] = 0;
            }
            if (i > 0) {
                addInto(i / 2, counts[i], maxNanos[i]);
            }
        }
        for (int i = MOST_INTERVALS / 2; i < MOST_INTERVALS; i++) {
            Arrays.fill(counts[i], 0);
            maxNanos[i] = 0;
        }
        intervalNanos *= 2;
        intervals = (intervals + 1) / 2;
    }

    private void addInto(int interval, long[] more, long longest) {
        long[] sum = counts[interval];
        for (int bin = 0; bin < BINS; bin++) {
            sum[bin] += more[bin];
        }
        maxNanos[interval] = Math.max(maxNanos[interval], longest);
    }

    /** The bin of a time, from 0 to an hour. */
    static int bin(long nanos) {
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1) - FIRST_BITS;
        if (doubling < 0) {
            return 0;
        }
        int within = (int) (nanos >>> (doubling + FIRST_BITS - BINS_PER_DOUBLING_BITS)) & (BINS_PER_DOUBLING - 1);
        return Math.min(1 + doubling * BINS_PER_DOUBLING + within, BINS - 1);
    }

    /** The shortest time of a bin, in nanoseconds; that of bin {@link #BINS} is where the last one ends. */
    public static long fromNanos(int bin) {
        if (bin == 0) {
            return 0;
        }
        int doubling = (bin - 1) / BINS_PER_DOUBLING;
        long within = (long) BINS_PER_DOUBLING + (bin - 1) % BINS_PER_DOUBLING;
        return within << (doubling + FIRST_BITS - BINS_PER_DOUBLING_BITS);
    }

    /**
     * Adds the other's requests to these: the times of both count from the begin of their runs.
     *
     * @throws IllegalArgumentException when neither interval is the other one, doubled some times
     */
    public void add(LatencyByDueTime other) {
        if (other.intervals == 0) {
            return;
        }
        if (intervals == 0) {
            intervalNanos = other.intervalNanos;
        }
        if (!fits(other)) {
            throw new IllegalArgumentException("intervals of " + intervalNanos + " and " + other.intervalNanos + " ns");
        }
        while (intervalNanos < other.intervalNanos) {
            joinNeighbours();
        }
        int joined = (int) (intervalNanos / other.intervalNanos);
        for (int i = 0; i < other.intervals; i++) {
            addInto(i / joined, other.counts[i], other.maxNanos[i]);
        }
        intervals = Math.max(intervals, (other.intervals - 1) / joined + 1);
    }

    /** True when one of the two intervals is the other one, doubled some times, so that they can be added. */
    boolean fits(LatencyByDueTime other) {
        long longer = Math.max(intervalNanos, other.intervalNanos);
        long shorter = Math.min(intervalNanos, other.intervalNanos);
        return longer % shorter == 0 && Long.bitCount(longer / shorter) == 1;
    }

    /** Forgets all requests. */
    public void clear() {
        for (int i = 0; i < intervals; i++) {
            Arrays.fill(counts[i], 0);
            maxNanos[i] = 0;
        }
        intervalNanos = firstIntervalNanos;
        intervals = 0;
    }

    /** How many intervals there are, up to the last one in which a request was due; 0 where nothing is known. */
    public int intervals() {
        return intervals;
    }

    public long intervalNanos() {
        return intervalNanos;
    }

    /** Requests due in an interval. */
    public long count(int interval) {
        return Arrays.stream(counts[interval]).sum();
    }

    /** Those of them in one bin. */
    public long count(int interval, int bin) {
        return counts[interval][bin];
    }

    /** The longest time of an interval, exact; empty where nothing was due. */
    public OptionalLong maxNanos(int interval) {
        return count(interval) == 0 ? OptionalLong.empty() : OptionalLong.of(maxNanos[interval]);
    }

    /**
     * The time that so many percent do not exceed: where the bin ends in which it lies, and so at most an eighth too long. Empty
     * where there are too few requests, as in {@link LatencyHistogram#percentileNanos}.
     */
    public OptionalLong percentileNanos(int interval, double percentile) {
        long all = count(interval);
        if (all < LatencyHistogram.samplesNeeded(percentile)) {
            return OptionalLong.empty();
        }
        long left = (long) Math.ceil(all * percentile / WHOLE);
        int bin = 0;
        for (; left > counts[interval][bin]; bin++) {
            left -= counts[interval][bin];
        }
        return OptionalLong.of(Math.min(fromNanos(bin + 1) - 1, maxNanos[interval]));
    }

    /** Adds what a document has. */
    void add(int interval, int bin, long count, long longestNanos) {
        counts[interval][bin] += count;
        maxNanos[interval] = Math.max(maxNanos[interval], longestNanos);
        intervals = Math.max(intervals, interval + 1);
    }
}
