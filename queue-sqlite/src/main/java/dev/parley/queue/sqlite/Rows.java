package dev.parley.queue.sqlite;

import dev.parley.queue.Backlog.Place;
import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.Entry;
import dev.parley.queue.MessageStats.History;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Messages as rows, in the order of {@link Sql#ENTRY}. */
final class Rows {
    private static final int CRC = 15;
    private static final int BODY = 16;

    private Rows() {}

    /** Of two columns alone: priority and number. */
    static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong(1), row.getLong(2));
    }

    static Entry entry(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        try {
            return new Entry(
                    id,
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(6),
                    row.getLong(7),
                    row.getInt(14),
                    States.of(row.getInt(4)),
                    row.getLong(5),
                    row.getLong(8),
                    new History(row.getInt(9), row.getInt(10), row.getInt(11), row.getInt(12), row.getInt(13)));
        } catch (IllegalArgumentException e) {
            throw damaged(id);
        }
    }

    /** @throws StoreException of kind {@code DAMAGED} when it is not what was put */
    static Stored stored(ResultSet row) throws SQLException {
        Entry entry = entry(row);
        byte[] body = row.getBytes(BODY);
        byte[] bytes = body == null ? new byte[0] : body; // as the driver gives an empty one
        if (bytes.length != entry.bytes() || Checksum.of(entry, bytes) != row.getLong(CRC)) {
            throw damaged(entry.id());
        }
        return new Stored(entry, bytes);
    }

    static PreparedStatement insert(PreparedStatement to, Entry entry, byte[] body) throws SQLException {
        to.setLong(1, entry.id());
        to.setString(2, entry.tube());
        to.setLong(3, entry.priority());
        to.setInt(4, States.onDisk(entry.state()));
        to.setLong(5, entry.at());
        to.setLong(6, entry.delayNanos());
        to.setLong(7, entry.timeToRunNanos());
        to.setLong(8, entry.putAt());
        to.setInt(9, entry.bytes());
        to.setLong(10, Checksum.of(entry, body));
        to.setBytes(11, body);
        return to;
    }

    /** A key and whose it is. */
    static PreparedStatement key(PreparedStatement to, String key, Entry entry) throws SQLException {
        to.setLong(1, entry.id());
        to.setString(2, entry.tube());
        to.setString(3, key);
        to.setLong(4, entry.putAt());
        return to;
    }

    static PreparedStatement move(PreparedStatement to, Entry before, Entry after) throws SQLException {
        to.setLong(1, after.priority());
        to.setInt(2, States.onDisk(after.state()));
        to.setLong(3, after.at());
        to.setLong(4, after.delayNanos());
        history(to, 5, after.history());
        to.setLong(10, Checksum.change(before, after));
        to.setLong(11, after.id());
        return to;
    }

    static PreparedStatement noteHistory(PreparedStatement to, Entry entry) throws SQLException {
        history(to, 1, entry.history());
        to.setLong(6, entry.id());
        return to;
    }

    private static void history(PreparedStatement to, int at, History history) throws SQLException {
        to.setInt(at, history.reserves());
        to.setInt(at + 1, history.timeouts());
        to.setInt(at + 2, history.releases());
        to.setInt(at + 3, history.buries());
        to.setInt(at + 4, history.kicks());
    }

    private static StoreException damaged(long id) {
        return new StoreException(Kind.DAMAGED, "message " + id + " is damaged on the disk");
    }
}
