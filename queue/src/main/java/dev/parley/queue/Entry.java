package dev.parley.queue;

import dev.parley.queue.MessageStats.History;

/**
 * What a store knows of a message beside its body. Times are nanoseconds of the store's time: see {@link Backlog#openedAtNanos}.
 *
 * @param state where it stands
 * @param at when it is due, of a delayed one; when it was buried, of a buried one; otherwise 0
 * @param putAt when it was stored
 */
public record Entry(
        long id,
        String tube,
        long priority,
        long delayNanos,
        long timeToRunNanos,
        int bytes,
        MessageState state,
        long at,
        long putAt,
        History history) {

    /** The same, ready, with another history. */
    public Entry ready(History now) {
        return new Entry(id, tube, priority, delayNanos, timeToRunNanos, bytes, MessageState.READY, 0, putAt, now);
    }

    Entry reserved() {
        return new Entry(
                id,
                tube,
                priority,
                delayNanos,
                timeToRunNanos,
                bytes,
                MessageState.RESERVED,
                0,
                putAt,
                history.reserved());
    }

    Entry released(long newPriority, long newDelayNanos, long nowNanos) {
        boolean delayed = newDelayNanos > 0;
        return new Entry(
                id,
                tube,
                newPriority,
                newDelayNanos,
                timeToRunNanos,
                bytes,
                delayed ? MessageState.DELAYED : MessageState.READY,
                delayed ? nowNanos + newDelayNanos : 0,
                putAt,
                history.released());
    }

    Entry buried(long newPriority, long nowNanos) {
        return new Entry(
                id,
                tube,
                newPriority,
                delayNanos,
                timeToRunNanos,
                bytes,
                MessageState.BURIED,
                nowNanos,
                putAt,
                history.buried());
    }

    /** What it takes of a store's bytes. */
    public long cost() {
        return StoreLimits.cost(bytes);
    }
}
