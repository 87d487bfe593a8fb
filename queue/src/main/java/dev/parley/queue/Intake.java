package dev.parley.queue;

import dev.parley.queue.StoreException.Kind;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How messages come into the queue, while it has room and takes any. One operation at a time, as {@link StoreIndex}. */
final class Intake {
    private final Backlog backlog;
    private final StoreLimits limits;
    private final Tubes tubes;
    private final Dispatch dispatch;
    /** Those that there are; of the whole queue. */
    private final AtomicLong messages;

    private long total;
    private boolean draining;

    Intake(Backlog backlog, StoreLimits limits, Tubes tubes, Dispatch dispatch, AtomicLong messages) {
        this.backlog = backlog;
        this.limits = limits;
        this.tubes = tubes;
        this.dispatch = dispatch;
        this.messages = messages;
        this.total = messages.get();
    }

    Entry put(NewMessage message, long now) {
        requireRoom(message.body().length);
        long delayNanos = message.delay().toNanos();
        MessageState state = delayNanos > 0 ? MessageState.DELAYED : MessageState.READY;
        Entry entry = backlog.put(message, state, delayNanos > 0 ? now + delayNanos : 0, now);
        Tube tube = tubes.get(entry.tube());
        tube.count(entry, 1);
        tube.total++;
        total++;
        messages.incrementAndGet();
        dispatch.mayServe(tube, entry);
        return entry;
    }

    /** The same, unless its tube knows the key: the number of the message that it was stored with. */
    long putOnce(String key, NewMessage message, long now) {
        long since = now - MessageStore.KEY_LIFE.toNanos() + 1;
        OptionalLong before = backlog.storedWithKey(message.tube(), key, since);
        if (before.isPresent()) {
            return before.getAsLong();
        }
        Entry entry = put(message, now);
        backlog.noteKey(key, entry, since);
        return entry.id();
    }

    private void requireRoom(int bytes) {
        if (draining) {
            throw new StoreException(Kind.DRAINING, "the queue is draining: it takes no messages");
        }
        if (messages.get() >= limits.maxMessages()) {
            throw new StoreException(Kind.FULL, "the queue is full: " + limits.maxMessages() + " messages");
        }
        if (backlog.bytes() + StoreLimits.cost(bytes) > limits.maxBytes()) {
            throw new StoreException(
                    Kind.FULL,
                    "the queue is full: " + backlog.bytes() + " of " + limits.maxBytes() + " bytes are taken");
        }
    }

    void draining(boolean drains) {
        draining = drains;
    }

    boolean draining() {
        return draining;
    }

    /** Those that were put since the store was opened, and those that were there then. */
    long total() {
        return total;
    }
}
