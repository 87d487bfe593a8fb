package dev.parley.queue.postgresql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What the database says when a turn begins; see {@link Sql#BEGIN_TURN}. */
record Opening(
        long now,
        boolean begun,
        long nextDue,
        long pauseEnd,
        Set<String> paused,
        long messages,
        long bytes,
        boolean others,
        String standbys,
        long[] ids) {
    static final Opening NONE =
            new Opening(0, true, Long.MAX_VALUE, Long.MAX_VALUE, Set.of(), 0, 0, false, "", new long[0]);

    static Opening of(ResultSet row) throws SQLException {
        return new Opening(
                row.getLong(1),
                row.getBoolean(2),
                orNever(row, 3),
                orNever(row, 4),
                new HashSet<>(Set.of((String[]) array(row, 5))),
                row.getLong(6),
                row.getLong(7),
                row.getBoolean(8),
                row.getString(9),
                numbers(row, 10));
    }

    static long orNever(ResultSet row, int column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? Long.MAX_VALUE : at;
    }

    static long[] numbers(ResultSet row, int column) throws SQLException {
        return Arrays.stream((Long[]) array(row, column))
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }

    private static Object array(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array.getArray();
    }
}
