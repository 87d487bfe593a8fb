package dev.parley.queue;

import dev.parley.queue.Backlog.Place;
import dev.parley.queue.Backlog.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of messages and tubes. Changes nothing; for one thread at a time; {@code now} is the store's time. */
record Inspection(Backlog backlog, Tubes tubes, Leases leases) {
    Optional<Message> peek(long id) {
        return Optional.ofNullable(backlog.read(id)).map(Inspection::message);
    }

    Optional<Message> peek(String tube, MessageState state) {
        if (state == MessageState.READY) {
            Place first = backlog.firstReady(tube);
            return first == null ? Optional.empty() : peek(first.id());
        }
        if (state == MessageState.RESERVED) {
            throw new IllegalArgumentException("messages that are held have no order");
        }
        Entry first = backlog.first(tube, state);
        return first == null ? Optional.empty() : peek(first.id());
    }

    private static Message message(Stored stored) {
        Entry entry = stored.entry();
        return new Message(entry.id(), entry.tube(), entry.priority(), stored.body());
    }

    List<MessageStats> list(String tube, MessageState state, int limit, long now) {
        if (state != MessageState.RESERVED) {
            return backlog.list(tube, state, limit).stream()
                    .map(entry -> of(entry, now))
                    .toList();
        }
        return leases.all().stream()
                .filter(lease -> lease.entry.tube().equals(tube))
                .sorted(Lease.BY_DEADLINE)
                .limit(limit)
                .map(lease -> of(lease.entry, now))
                .toList();
    }

    Optional<TubeStats> ofTube(String name, long now) {
        return Optional.ofNullable(tubes.find(name)).map(tube -> tube.stats(now, oldestReadyAge(name, now)));
    }

    /** Numbers ascend: the oldest is the first one of some priority. */
    private Duration oldestReadyAge(String tube, long now) {
        long oldest = Long.MAX_VALUE;
        Place first = backlog.firstReady(tube);
        for (int i = 0; first != null && i < TubeStats.MOST_PRIORITIES; i++) {
            oldest = Math.min(oldest, first.id());
            first = backlog.firstReadyAfter(tube, first.priority());
        }
        Entry entry = backlog.find(oldest);
        return entry == null ? Duration.ZERO : Duration.ofNanos(now - entry.putAt());
    }

    Optional<MessageStats> ofMessage(long id, long now) {
        Lease lease = leases.find(id);
        return Optional.ofNullable(lease == null ? backlog.find(id) : lease.entry)
                .map(entry -> of(entry, now));
    }

    private MessageStats of(Entry entry, long now) {
        Lease lease = leases.find(entry.id());
        long leftNanos = switch (entry.state()) {
            case RESERVED -> lease == null ? 0 : lease.deadlineNanos - now;
            case DELAYED -> entry.at() - now;
            case READY, BURIED -> 0;
        };
        return new MessageStats(
                entry.id(),
                entry.tube(),
                entry.state(),
                entry.priority(),
                Duration.ofNanos(now - entry.putAt()),
                Duration.ofNanos(entry.delayNanos()),
                Duration.ofNanos(entry.timeToRunNanos()),
                Duration.ofNanos(leftNanos),
                entry.bytes(),
                entry.history());
    }
}
