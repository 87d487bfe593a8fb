package dev.parley.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The cycles of one client that have begun and are not over, by their slots. Each has one step that is to be sent, or one that was sent
 * and has no reply yet; replies come in the order of sending. No allocation after the beginning; one thread.
 *
 * <pre>
 *   first step sent --> awaited --reply--> to be sent --> awaited --reply--> ... --> over
 * </pre>
 */
final class CyclesUnderWay {
    static final int NONE = -1;

    private final Cycle.UnderWay[] states;
    private final int[] steps;
    private final long[] due;
    private final long[] sent;
    private final long[] own;
    private final Slots awaited;
    private final Slots toSend;
    private final int last;

    /** First in, first out. */
    private static final class Slots {
        private final int[] slots;
        private int first;
        private int size;

        Slots(int most) {
            slots = new int[most];
        }

        void add(int slot) {
            slots[(first + size) % slots.length] = slot;
            size++;
        }

        int first() {
            return size == 0 ? NONE : slots[first];
        }

        void removeFirst() {
            first = (first + 1) % slots.length;
            size--;
        }
    }

    /** @param most cycles at a time */
    CyclesUnderWay(Cycle cycle, int most) {
        states = new Cycle.UnderWay[most];
        for (int slot = 0; slot < most; slot++) {
            states[slot] = cycle.newUnderWay();
        }
        steps = new int[most];
        due = new long[most];
        sent = new long[most];
        own = new long[most];
        awaited = new Slots(most);
        toSend = new Slots(most);
        last = cycle.steps().size() - 1;
    }

    /** The first step of a cycle is sent. */
    void begin(int slot, long dueNanos, long sentNanos) {
        steps[slot] = 0;
        due[slot] = dueNanos;
        sent[slot] = sentNanos;
        own[slot] = 0;
        awaited.add(slot);
    }

    boolean hasToSend() {
        return toSend.size > 0;
    }

    /** Writes the step that has waited longest to be sent. */
    void writeNext(ByteBuffer out, long nowNanos) {
        int slot = toSend.first();
        toSend.removeFirst();
        states[slot].write(steps[slot], out);
        sent[slot] = nowNanos;
        own[slot] += nowNanos - due[slot]; // not the server's time
        awaited.add(slot);
    }

    /** The cycle whose step was sent first of those without a reply, or {@link #NONE}. */
    int awaited() {
        return awaited.first();
    }

    /** The reply to the step sent first: null, or why the cycle is over. */
    @Nullable
    String read(ByteBuffer reply) throws LoadStoppedException {
        int slot = awaited.first();
        awaited.removeFirst();
        return states[slot].read(steps[slot], reply);
    }

    /** The step is over, and another one due; false when it was the last. */
    boolean next(int slot, long doneNanos) {
        if (steps[slot] == last) {
            return false;
        }
        steps[slot]++;
        due[slot] = doneNanos;
        toSend.add(slot);
        return true;
    }

    int step(int slot) {
        return steps[slot];
    }

    /** When its step was due. */
    long dueNanos(int slot) {
        return due[slot];
    }

    /** When its step was sent. */
    long sentNanos(int slot) {
        return sent[slot];
    }

    /** Replies of this cycle were there so much earlier than they were seen. */
    void unread(int slot, long nanos) {
        own[slot] += nanos;
    }

    /** For how long this cycle waited for this process, so far. */
    long ownNanos(int slot) {
        return own[slot];
    }

    /** All are over. */
    void clear() {
        awaited.size = 0;
        toSend.size = 0;
    }
}
