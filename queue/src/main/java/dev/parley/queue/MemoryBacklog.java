package dev.parley.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Everything in the heap. */
final class MemoryBacklog implements Backlog {
    private static final Comparator<Entry> BY_TIME =
            Comparator.comparingLong(Entry::at).thenComparingLong(Entry::id);
    private static final Comparator<Entry> BY_PRIORITY =
            Comparator.comparingLong(Entry::priority).thenComparingLong(Entry::id);

    private final Map<Long, Stored> messages = new HashMap<>();
    private final Map<String, Map<MessageState, NavigableSet<Entry>>> orders = new HashMap<>();
    private final TreeSet<Entry> due = new TreeSet<>(BY_TIME);
    private final RecentKeys keys = new RecentKeys();
    private long lastId;
    private long bytes;

    @Override
    public void open(LongPredicate held) {}

    @Override
    public long openedAtNanos() {
        return 0;
    }

    @Override
    public Map<String, MessageCounts> contents() {
        return new TreeMap<>();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public String health() {
        return "ok";
    }

    @Override
    public Entry put(NewMessage message, MessageState state, long atNanos, long nowNanos) {
        Entry entry = new Entry(
                ++lastId,
                message.tube(),
                message.priority(),
                message.delay().toNanos(),
                message.timeToRun().toNanos(),
                message.body().length,
                state,
                atNanos,
                nowNanos,
                MessageStats.History.NONE);
        messages.put(entry.id(), new Stored(entry, message.body()));
        bytes += entry.cost();
        add(entry);
        return entry;
    }

    @Override
    public OptionalLong storedWithKey(String tube, String key, long sinceNanos) {
        return keys.find(tube, key, sinceNanos);
    }

    @Override
    public void noteKey(String key, Entry entry, long sinceNanos) {
        keys.add(entry.tube(), key, entry.id(), entry.putAt(), sinceNanos);
    }

    @Override
    public @Nullable Entry find(long id) {
        Stored stored = messages.get(id);
        return stored == null ? null : stored.entry();
    }

    @Override
    public @Nullable Stored read(long id) {
        return messages.get(id);
    }

    @Override
    public @Nullable Place firstReady(String tube) {
        return place(first(tube, MessageState.READY));
    }

    @Override
    public @Nullable Place firstReadyAfter(String tube, long priority) {
        NavigableSet<Entry> order = order(tube, MessageState.READY);
        return order == null ? null : place(order.higher(lastOf(tube, priority)));
    }

    private static @Nullable Place place(@Nullable Entry entry) {
        return entry == null ? null : new Place(entry.priority(), entry.id());
    }

    /** Where the last message of a priority would stand. */
    private static Entry lastOf(String tube, long priority) {
        return new Entry(Long.MAX_VALUE, tube, priority, 0, 0, 0, MessageState.READY, 0, 0, MessageStats.History.NONE);
    }

    @Override
    public @Nullable Entry first(String tube, MessageState state) {
        NavigableSet<Entry> order = order(tube, state);
        return order == null || order.isEmpty() ? null : order.first();
    }

    @Override
    public @Nullable Entry firstDue() {
        return due.isEmpty() ? null : due.first();
    }

    @Override
    public List<Entry> list(String tube, MessageState state, int limit) {
        NavigableSet<Entry> order = order(tube, state);
        List<Entry> entries = new ArrayList<>();
        if (order != null) {
            order.stream().limit(limit).forEach(entries::add);
        }
        return entries;
    }

    @Override
    public void lend(Entry entry) {
        takeOut(entry);
    }

    @Override
    public void move(Entry from, Entry to) {
        takeOut(from);
        Stored stored = messages.get(to.id());
        if (stored == null) {
            throw new IllegalStateException("message " + to.id() + " is not stored");
        }
        messages.put(to.id(), new Stored(to, stored.body()));
        add(to);
    }

    @Override
    public void giveBack(Entry entry) {
        move(entry, entry);
    }

    @Override
    public void remove(Entry entry) {
        takeOut(entry);
        messages.remove(entry.id());
        bytes -= entry.cost();
    }

    @Override
    public void vanished(String tube) {
        orders.remove(tube);
    }

    @Override
    public void close() {
        messages.clear();
        orders.clear();
        due.clear();
    }

    private @Nullable NavigableSet<Entry> order(String tube, MessageState state) {
        Map<MessageState, NavigableSet<Entry>> ofTube = orders.get(tube);
        return ofTube == null ? null : ofTube.get(state);
    }

    private void add(Entry entry) {
        orders.computeIfAbsent(entry.tube(), tube -> new EnumMap<>(MessageState.class))
                .computeIfAbsent(
                        entry.state(), state -> new TreeSet<>(state == MessageState.READY ? BY_PRIORITY : BY_TIME))
                .add(entry);
        if (entry.state() == MessageState.DELAYED) {
            due.add(entry);
        }
    }

    private void takeOut(Entry entry) {
        NavigableSet<Entry> order = order(entry.tube(), entry.state());
        if (order != null) {
            order.remove(entry);
        }
        if (entry.state() == MessageState.DELAYED) {
            due.remove(entry);
        }
    }
}
