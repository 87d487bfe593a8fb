package dev.parley.queue.sqlite;

import dev.parley.queue.Backlog.Place;
import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.Entry;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageState;
import dev.parley.queue.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is asked of the messages in a database. Throws {@link SqlFailure}. */
final class MessageTable {
    private final Database database;

    MessageTable(Database database) {
        this.database = database;
    }

    Totals totals() {
        return database.query(Sql.TOTALS, rows -> {
            rows.next();
            return Totals.of(rows);
        });
    }

    /** What the indexes say that there is: number and sum of the ids, all else zero. */
    Totals indexed() {
        Totals indexed = new Totals(0, 0, 0, 0);
        for (String sql : List.of(Sql.COUNT_READY, Sql.COUNT_DELAYED, Sql.COUNT_BURIED)) {
            for (TubeCount count : counts(sql)) {
                indexed = new Totals(0, indexed.messages() + count.messages, indexed.idSum() + count.idSum, 0);
            }
        }
        return indexed;
    }

    /** What each tube holds. */
    Map<String, MessageCounts> contents() {
        Map<String, MessageCounts> contents = new HashMap<>();
        for (TubeCount count : counts(Sql.COUNT_READY)) {
            contents.merge(count.tube, new MessageCounts(count.urgent, count.messages, 0, 0, 0), MessageCounts::plus);
        }
        for (TubeCount count : counts(Sql.COUNT_DELAYED)) {
            contents.merge(count.tube, new MessageCounts(0, 0, 0, count.messages, 0), MessageCounts::plus);
        }
        for (TubeCount count : counts(Sql.COUNT_BURIED)) {
            contents.merge(count.tube, new MessageCounts(0, 0, 0, 0, count.messages), MessageCounts::plus);
        }
        return contents;
    }

    private record TubeCount(String tube, long messages, long urgent, long idSum) {
        static TubeCount of(ResultSet row) throws SQLException {
            return new TubeCount(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    private List<TubeCount> counts(String sql) {
        return database.query(sql, rows -> all(rows, TubeCount::of));
    }

    OptionalLong storedWithKey(String tube, String key, long sinceNanos) {
        return database.query(
                Sql.STORED_WITH_KEY,
                to -> {
                    to.setString(1, tube);
                    to.setString(2, key);
                    to.setLong(3, sinceNanos);
                    return to;
                },
                rows -> rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty());
    }

    Optional<Entry> find(long id) {
        return database.query(
                Sql.FIND,
                to -> {
                    to.setLong(1, id);
                    return to;
                },
                rows -> rows.next() ? Optional.of(Rows.entry(rows)) : Optional.empty());
    }

    /** Throws {@link StoreException} when it is not what was put. */
    Optional<Stored> read(long id) {
        return database.query(
                Sql.READ,
                to -> {
                    to.setLong(1, id);
                    return to;
                },
                rows -> rows.next() ? Optional.of(Rows.stored(rows)) : Optional.empty());
    }

    Optional<Entry> firstDue() {
        return database.query(Sql.FIRST_DUE, rows -> rows.next() ? Optional.of(Rows.entry(rows)) : Optional.empty());
    }

    /** Delayed or buried ones, in their order. */
    List<Entry> list(String tube, MessageState state, int limit) {
        return database.query(
                state == MessageState.DELAYED ? Sql.LIST_DELAYED : Sql.LIST_BURIED,
                to -> {
                    to.setString(1, tube);
                    to.setInt(2, limit);
                    return to;
                },
                rows -> all(rows, Rows::entry));
    }

    /** The places of ready messages behind this one; less than so many when there are no more. */
    List<Place> readyAfter(String tube, Place after, int limit) {
        List<Place> places = new ArrayList<>(database.query(
                Sql.READY_SAME_PRIORITY,
                to -> {
                    to.setString(1, tube);
                    to.setLong(2, after.priority());
                    to.setLong(3, after.id());
                    to.setInt(4, limit);
                    return to;
                },
                rows -> all(rows, Rows::place)));
        if (places.size() < limit) {
            places.addAll(database.query(
                    Sql.READY_LATER_PRIORITY,
                    to -> {
                        to.setString(1, tube);
                        to.setLong(2, after.priority());
                        to.setInt(3, limit - places.size());
                        return to;
                    },
                    rows -> all(rows, Rows::place)));
        }
        return places;
    }

    private static <T> List<T> all(ResultSet rows, Database.Use<ResultSet, T> read) throws SQLException {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
            all.add(read.of(rows));
        }
        return all;
    }
}
