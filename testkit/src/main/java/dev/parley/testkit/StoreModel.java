package dev.parley.testkit;

import dev.parley.queue.MessageState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store of messages does, said as plainly as possible: one list, looked through from the beginning each time. Times are
 * nanoseconds. For one thread.
 */
final class StoreModel {
    private static final long LAST_SECOND_NANOS = 1_000_000_000L;

    /** Who reserves; two are alike only if they are the same. */
    static final class Holder {}

    /** A message; {@code at} is when it is due, was buried, or has to be given back. */
    static final class Message {
        final long id;
        final String tube;
        final long timeToRunNanos;
        long priority;
        MessageState state;
        long at;

        @Nullable
        Holder holder;

        int reserves;
        int timeouts;

        Message(long id, String tube, long priority, MessageState state, long at, long timeToRunNanos) {
            this.id = id;
            this.tube = tube;
            this.priority = priority;
            this.state = state;
            this.at = at;
            this.timeToRunNanos = timeToRunNanos;
        }
    }

    private static final Comparator<Message> BY_PRIORITY =
            Comparator.<Message>comparingLong(m -> m.priority).thenComparingLong(m -> m.id);
    private static final Comparator<Message> BY_TIME =
            Comparator.<Message>comparingLong(m -> m.at).thenComparingLong(m -> m.id);

    private final List<Message> messages = new ArrayList<>();
    /** Numbers by tube and key. */
    private final Map<String, Long> keys = new HashMap<>();

    private long lastId;
    private long now;

    /** Time passes, and what is due happens. */
    void advance(long nanos) {
        now += nanos;
        for (Message message : messages) {
            if (message.state == MessageState.DELAYED && message.at <= now) {
                message.state = MessageState.READY;
            }
            if (message.holder != null && message.at <= now) {
                message.timeouts++;
                giveBack(message);
            }
        }
    }

    private static void giveBack(Message message) {
        message.state = MessageState.READY;
        message.holder = null;
    }

    /** Keys are known for longer than a history is. */
    long putOnce(String key, String tube, long priority, long delayNanos, long timeToRunNanos) {
        return keys.computeIfAbsent(tube + " " + key, unknown -> put(tube, priority, delayNanos, timeToRunNanos));
    }

    long put(String tube, long priority, long delayNanos, long timeToRunNanos) {
        MessageState state = delayNanos > 0 ? MessageState.DELAYED : MessageState.READY;
        messages.add(new Message(++lastId, tube, priority, state, now + delayNanos, timeToRunNanos));
        return lastId;
    }

    Optional<Message> find(long id) {
        return messages.stream().filter(message -> message.id == id).findFirst();
    }

    /** The number of a message that this holder has from now on, {@code soon}, or {@code none}. */
    String reserve(Holder holder, Set<String> tubes) {
        Optional<Message> next = messages.stream()
                .filter(message -> message.state == MessageState.READY && tubes.contains(message.tube))
                .min(BY_PRIORITY);
        if (next.isPresent()) {
            lend(next.get(), holder);
            return Long.toString(next.get().id);
        }
        boolean soon = messages.stream()
                .anyMatch(message -> message.holder == holder && message.at - LAST_SECOND_NANOS <= now);
        return soon ? "soon" : "none";
    }

    boolean reserve(Holder holder, long id) {
        Optional<Message> message = find(id).filter(found -> found.holder == null);
        message.ifPresent(found -> lend(found, holder));
        return message.isPresent();
    }

    private void lend(Message message, Holder holder) {
        message.holder = holder;
        message.state = MessageState.RESERVED;
        message.at = now + message.timeToRunNanos;
        message.reserves++;
    }

    private Optional<Message> held(Holder holder, long id) {
        return find(id).filter(message -> message.holder == holder);
    }

    boolean delete(Holder holder, long id) {
        return messages.removeIf(message -> message.id == id && (message.holder == null || message.holder == holder));
    }

    boolean release(Holder holder, long id, long priority, long delayNanos) {
        Optional<Message> held = held(holder, id);
        held.ifPresent(message -> {
            giveBack(message);
            message.priority = priority;
            if (delayNanos > 0) {
                message.state = MessageState.DELAYED;
                message.at = now + delayNanos;
            }
        });
        return held.isPresent();
    }

    boolean bury(Holder holder, long id, long priority) {
        Optional<Message> held = held(holder, id);
        held.ifPresent(message -> {
            giveBack(message);
            message.priority = priority;
            message.state = MessageState.BURIED;
            message.at = now;
        });
        return held.isPresent();
    }

    boolean touch(Holder holder, long id) {
        Optional<Message> held = held(holder, id);
        held.ifPresent(message -> message.at = now + message.timeToRunNanos);
        return held.isPresent();
    }

    long kick(String tube, long bound) {
        MessageState state = inOrder(tube, MessageState.BURIED).isEmpty() ? MessageState.DELAYED : MessageState.BURIED;
        List<Message> kicked = inOrder(tube, state).stream().limit(bound).toList();
        kicked.forEach(message -> message.state = MessageState.READY);
        return kicked.size();
    }

    long purge(String tube) {
        long before = messages.size();
        messages.removeIf(message -> message.holder == null && message.tube.equals(tube));
        return before - messages.size();
    }

    void close(Holder holder) {
        messages.stream().filter(message -> message.holder == holder).forEach(StoreModel::giveBack);
    }

    /** The numbers of those in this state, first the one that comes first. */
    List<Long> list(String tube, MessageState state) {
        return inOrder(tube, state).stream().map(message -> message.id).toList();
    }

    private List<Message> inOrder(String tube, MessageState state) {
        return messages.stream()
                .filter(message -> message.state == state && message.tube.equals(tube))
                .sorted(state == MessageState.READY ? BY_PRIORITY : BY_TIME)
                .toList();
    }
}
