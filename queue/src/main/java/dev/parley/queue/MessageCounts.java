package dev.parley.queue;

/**
 * How many messages stand where, in one tube or in all.
 *
 * @param urgent of those ready, the ones with a priority below {@value #URGENT_BELOW}
 */
public record MessageCounts(long urgent, long ready, long reserved, long delayed, long buried) {
    /** Priorities below this are urgent. */
    public static final long URGENT_BELOW = 1024;

    /** All that are stored. */
    public long total() {
        return ready + reserved + delayed + buried;
    }
}
