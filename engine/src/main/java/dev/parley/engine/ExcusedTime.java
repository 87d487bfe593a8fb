package dev.parley.engine;

/**
 * How much of the time for which something has been waited for does not count, because this process, or a thread of it, did not run. Kept
 * for one wait at a time; a later one that had begun by then is excused the longest of those times, which is what matters when a process
 * was stopped.
 */
final class ExcusedTime {
    /** When the wait that it is kept for began. */
    private long since;

    private long nanos;
    private long longestNanos;
    private long longestAt;

    /**
     * So much more does not count.
     *
     * @param waitSince when the wait began
     */
    void add(long waitSince, long moreNanos, long now) {
        nanos = of(waitSince) + moreNanos;
        since = waitSince;
        if (moreNanos >= longestNanos || longestAt - waitSince < 0) {
            longestNanos = moreNanos;
            longestAt = now;
        }
    }

    /** How much does not count of a wait that began then. */
    long of(long waitSince) {
        if (waitSince == since) {
            return nanos;
        }
        return longestAt - waitSince > 0 ? longestNanos : 0;
    }
}
