package dev.parley.queue.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What is known of all messages, written with every commit. Number and sum of their ids are compared with the indexes when a
 * store is opened: an index that has lost or changed an entry would hide a message.
 *
 * @param lastId the last number given
 * @param bytes their {@link dev.parley.queue.StoreLimits#cost}
 */
record Totals(long lastId, long messages, long idSum, long bytes) {
    static Totals of(ResultSet row) throws SQLException {
        return new Totals(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    /** The values of {@link Sql#SET_TOTALS}. */
    PreparedStatement set(PreparedStatement to, long seenAtNanos) throws SQLException {
        to.setLong(1, lastId);
        to.setLong(2, messages);
        to.setLong(3, idSum);
        to.setLong(4, bytes);
        to.setLong(5, seenAtNanos);
        return to;
    }

    Totals with(long id, long cost) {
        return new Totals(Math.max(lastId, id), messages + 1, idSum + id, bytes + cost);
    }

    Totals without(long id, long cost) {
        return new Totals(lastId, messages - 1, idSum - id, bytes - cost);
    }

    /** The same, its numbers going on from another one's. */
    Totals numberedFrom(Totals other) {
        return new Totals(Math.max(lastId, other.lastId), messages, idSum, bytes);
    }
}
