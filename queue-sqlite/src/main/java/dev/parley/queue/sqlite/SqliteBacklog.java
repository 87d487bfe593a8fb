package dev.parley.queue.sqlite;

import dev.parley.queue.Backlog;
import dev.parley.queue.Entry;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats.History;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Messages in an SQLite file, and of each tube's order the beginning in memory. What is changed is safe after {@link #commit}. */
final class SqliteBacklog implements Backlog {
    private final StoreFile file;
    private final WriteBatch batch;
    private final MessageTable table;
    private final Map<String, ReadyOrder> orders = new HashMap<>();
    private final FirstDue firstDue;
    private LongPredicate held = id -> false;
    private Totals committed;
    private Totals totals;

    SqliteBacklog(StoreFile file) {
        this.file = file;
        this.batch = file.batch();
        this.table = new MessageTable(file.database());
        this.committed = file.reading(table::totals);
        this.totals = committed;
        this.firstDue = new FirstDue(table::firstDue);
        requireWhole();
    }

    /** An index that lost an entry would hide a message. */
    private void requireWhole() {
        Totals indexed = file.reading(table::indexed);
        if (indexed.messages() != totals.messages()) {
            throw file.damaged(
                    "it holds " + totals.messages() + " messages, and its indexes know " + indexed.messages());
        }
        if (indexed.idSum() != totals.idSum()) {
            throw file.damaged("its indexes know other messages than it holds");
        }
    }

    // ---- transactions

    /** How many changes wait to be committed. */
    int writes() {
        return batch.size();
    }

    long writtenBytes() {
        return batch.bytes();
    }

    /** Makes safe what was changed. Throws {@link StoreException} as a change does. */
    void commit() {
        if (batch.size() > 0) {
            Totals now = totals;
            batch.commit(db -> db.update(Sql.SET_TOTALS, to -> now.set(to, file.nowNanos())));
            committed = now;
        }
    }

    /** Why everything since the last commit is undone; null when it is not. Asked once; then the orders are those of the file. */
    @Nullable
    StoreException takeLost() {
        StoreException lost = batch.takeLost();
        if (lost != null) {
            totals = committed.numberedFrom(totals);
            orders.clear();
            firstDue.forget();
        }
        return lost;
    }

    // ---- the backlog

    @Override
    public void open(LongPredicate heldBySomebody) {
        held = heldBySomebody;
    }

    @Override
    public long openedAtNanos() {
        return file.openedAtNanos();
    }

    @Override
    public Map<String, MessageCounts> contents() {
        return file.reading(table::contents);
    }

    @Override
    public long bytes() {
        return totals.bytes();
    }

    @Override
    public boolean writable() {
        return batch.writable();
    }

    @Override
    public String health() {
        return batch.health();
    }

    @Override
    public Entry put(NewMessage message, MessageState state, long atNanos, long nowNanos) {
        batch.requireRoom();
        byte[] body = message.body();
        Entry entry = new Entry(
                totals.lastId() + 1,
                message.tube(),
                message.priority(),
                message.delay().toNanos(),
                message.timeToRun().toNanos(),
                body.length,
                state,
                atNanos,
                nowNanos,
                History.NONE);
        batch.add(db -> db.update(Sql.INSERT, to -> Rows.insert(to, entry, body)), body.length);
        totals = totals.with(entry.id(), entry.cost());
        takeIn(entry);
        return entry;
    }

    @Override
    public OptionalLong storedWithKey(String tube, String key, long sinceNanos) {
        return file.reading(() -> table.storedWithKey(tube, key, sinceNanos));
    }

    @Override
    public void noteKey(String key, Entry entry, long sinceNanos) {
        batch.add(
                db -> {
                    db.update(Sql.NOTE_KEY, to -> Rows.key(to, key, entry));
                    db.update(Sql.FORGET_KEYS, to -> {
                        to.setLong(1, sinceNanos);
                        return to;
                    });
                },
                0);
    }

    @Override
    public @Nullable Entry find(long id) {
        return file.reading(() -> table.find(id)).orElse(null);
    }

    @Override
    public @Nullable Stored read(long id) {
        return file.reading(() -> table.read(id)).orElse(null);
    }

    @Override
    public @Nullable Place firstReady(String tube) {
        return file.reading(() -> Optional.ofNullable(order(tube).first())).orElse(null);
    }

    @Override
    public @Nullable Place firstReadyAfter(String tube, long priority) {
        return file.reading(() -> Optional.ofNullable(order(tube).firstAfter(priority)))
                .orElse(null);
    }

    @Override
    public @Nullable Entry first(String tube, MessageState state) {
        List<Entry> first = list(tube, state, 1);
        return first.isEmpty() ? null : first.getFirst();
    }

    @Override
    public @Nullable Entry firstDue() {
        return file.reading(firstDue::get).orElse(null);
    }

    @Override
    public List<Entry> list(String tube, MessageState state, int limit) {
        return file.reading(() -> switch (state) {
            case READY -> listReady(tube, limit);
            case DELAYED, BURIED -> table.list(tube, state, limit);
            case RESERVED -> List.of();
        });
    }

    private List<Entry> listReady(String tube, int limit) {
        List<Entry> entries = new ArrayList<>();
        Place after = ReadyOrder.START;
        boolean more = true;
        while (more && entries.size() < limit) {
            List<Place> page = table.readyAfter(tube, after, ReadyOrder.PAGE);
            page.stream()
                    .filter(place -> !held.test(place.id()))
                    .limit(limit - entries.size())
                    .forEach(place -> table.find(place.id()).ifPresent(entries::add));
            more = page.size() == ReadyOrder.PAGE;
            after = page.isEmpty() ? after : page.getLast();
        }
        return entries;
    }

    @Override
    public void lend(Entry entry) {
        if (entry.state() != MessageState.READY) {
            write(entry, entry.ready(entry.history()));
        }
        takeOut(entry);
    }

    @Override
    public void move(Entry from, Entry to) {
        write(from, to);
        takeOut(from);
        takeIn(to);
    }

    private void write(Entry from, Entry to) {
        batch.add(db -> db.update(Sql.MOVE, values -> Rows.move(values, from, to)), 0);
    }

    @Override
    public void giveBack(Entry entry) {
        takeIn(entry);
        if (batch.writable()) {
            try {
                batch.add(db -> db.update(Sql.NOTE_HISTORY, values -> Rows.noteHistory(values, entry)), 0);
            } catch (StoreException e) {
                assert !batch.writable(); // it stays ready all the same
            }
        }
    }

    @Override
    public void remove(Entry entry) {
        batch.add(
                db -> db.update(Sql.DELETE, to -> {
                    to.setLong(1, entry.id());
                    return to;
                }),
                0);
        totals = totals.without(entry.id(), entry.cost());
        takeOut(entry);
    }

    @Override
    public void vanished(String tube) {
        orders.remove(tube);
    }

    @Override
    public void close() {
        file.close();
    }

    // ---- orders

    private void takeIn(Entry entry) {
        switch (entry.state()) {
            case READY -> order(entry.tube()).add(new Place(entry.priority(), entry.id()));
            case DELAYED -> firstDue.added(entry);
            case RESERVED, BURIED -> {}
        }
    }

    private void takeOut(Entry entry) {
        switch (entry.state()) {
            case READY -> order(entry.tube()).remove(new Place(entry.priority(), entry.id()));
            case DELAYED -> firstDue.removed(entry);
            case RESERVED, BURIED -> {}
        }
    }

    private ReadyOrder order(String tube) {
        return orders.computeIfAbsent(tube, name -> new ReadyOrder(name, table::readyAfter, held));
    }
}
