package dev.parley.queue;

/**
 * How many messages stand where, in one tube or in all.
 *
 * @param urgent of those ready, the ones with a priority below {@value #URGENT_BELOW}
 */
public record MessageCounts(long urgent, long ready, long reserved, long delayed, long buried) {
    /** Of an empty tube. */
    public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0);

    /** Priorities below this are urgent. */
    public static final long URGENT_BELOW = 1024;

    /** Both together. */
    public MessageCounts plus(MessageCounts other) {
        return new MessageCounts(
                urgent + other.urgent,
                ready + other.ready,
                reserved + other.reserved,
                delayed + other.delayed,
                buried + other.buried);
    }

    /** All that are stored. */
    public long total() {
        return ready + reserved + delayed + buried;
    }
}
