package dev.parley.queue;

/**
 * How much a store holds; then it refuses.
 *
 * @param maxMessages those held included
 * @param maxBytes of their bodies, with {@value #OVERHEAD_BYTES} bytes for each message beside its own
 */
public record StoreLimits(long maxMessages, long maxBytes) {
    /** What a message costs in memory beside its bytes: array header, entry, places in the index. */
    public static final int OVERHEAD_BYTES = 256;

    /** As much as the disk holds. */
    public static final StoreLimits NONE = new StoreLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    public StoreLimits {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a store holds at least one message and one byte");
        }
    }

    /** What a message of so many bytes takes of {@link #maxBytes}. */
    public static long cost(int bytes) {
        return bytes + (long) OVERHEAD_BYTES;
    }
}
