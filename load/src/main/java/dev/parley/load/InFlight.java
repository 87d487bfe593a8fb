package dev.parley.load;

/**
 * The requests of one client that were sent and are not over, in the order of sending. Each has a slot, and any may end
 * first: on TCP it is always the oldest, on UDP a reply may overtake others. No allocation after the beginning; one thread.
 *
 * <pre>
 *   oldest --> slot --> slot --> ... --> newest        free --> slot --> ... (both through {@code after})
 * </pre>
 */
final class InFlight {
    static final int NONE = -1;

    private final long[] sequences;
    private final long[] intended;
    private final long[] sent;
    private final long[] idealSent;
    private final int[] messages;
    private final int[] after;
    private final int[] before;
    private int oldest = NONE;
    private int newest = NONE;
    private int free;
    private int size;

    InFlight(int depth) {
        sequences = new long[depth];
        intended = new long[depth];
        sent = new long[depth];
        idealSent = new long[depth];
        messages = new int[depth];
        before = new int[depth];
        after = new int[depth];
        for (int slot = 0; slot < depth; slot++) {
            after[slot] = slot + 1 < depth ? slot + 1 : NONE;
        }
    }

    /** Adds a request as the newest; there must be room. */
    int add(long sequence, int message, long intendedNanos, long sentNanos, long idealSentNanos) {
        int slot = free;
        free = after[slot];
        sequences[slot] = sequence;
        messages[slot] = message;
        intended[slot] = intendedNanos;
        sent[slot] = sentNanos;
        idealSent[slot] = idealSentNanos;
        before[slot] = newest;
        after[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            after[newest] = slot;
        }
        newest = slot;
        size++;
        return slot;
    }

    /** It could only be sent now; an ideal generator would have sent it so much later, too. */
    void sentLater(int slot, long nowNanos, long idealNanos) {
        sent[slot] = nowNanos;
        idealSent[slot] += idealNanos;
    }

    void remove(int slot) {
        if (before[slot] == NONE) {
            oldest = after[slot];
        } else {
            after[before[slot]] = after[slot];
        }
        if (after[slot] == NONE) {
            newest = before[slot];
        } else {
            before[after[slot]] = before[slot];
        }
        after[slot] = free;
        free = slot;
        size--;
    }

    int size() {
        return size;
    }

    /** The slot of the request sent first, or {@link #NONE}. */
    int oldest() {
        return oldest;
    }

    /** The slot of the request sent next, or {@link #NONE}. */
    int after(int slot) {
        return after[slot];
    }

    /** True when this message is on its way. */
    boolean carries(int message) {
        int slot = oldest;
        while (slot != NONE && messages[slot] != message) {
            slot = after[slot];
        }
        return slot != NONE;
    }

    long sequence(int slot) {
        return sequences[slot];
    }

    int message(int slot) {
        return messages[slot];
    }

    long intendedNanos(int slot) {
        return intended[slot];
    }

    long sentNanos(int slot) {
        return sent[slot];
    }

    /** When an ideal generator would have sent it. */
    long idealSentNanos(int slot) {
        return idealSent[slot];
    }
}
