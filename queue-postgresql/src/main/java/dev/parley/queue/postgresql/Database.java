package dev.parley.queue.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** One connection, and its statements. For one thread at a time, except {@link #abandon}. */
final class Database implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** What is done with a statement or its rows. */
    interface Use<S, T> {
        T of(S from) throws SQLException;
    }

    Database(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Runs a statement whose rows, if it has any, are not wanted. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = with(sql, values);
        if (statement.execute()) {
            try (ResultSet rows = statement.getResultSet()) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                return count;
            }
        }
        return statement.getUpdateCount();
    }

    /** Runs a query, and gives its rows, which stand before the first, to be read. */
    <T> T query(String sql, Use<ResultSet, T> read, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = with(sql, values).executeQuery()) {
            return read.of(rows);
        }
    }

    /** Runs a query that has one row. */
    <T> T one(String sql, Use<ResultSet, T> read, @Nullable Object... values) throws SQLException {
        return query(
                sql,
                rows -> {
                    if (!rows.next()) {
                        throw new SQLException("no row: " + sql);
                    }
                    return read.of(rows);
                },
                values);
    }

    private PreparedStatement with(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            set(statement, i + 1, values[i]);
        }
        return statement;
    }

    private void set(PreparedStatement statement, int place, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(place, Types.BIGINT);
            case long[] numbers -> statement.setArray(place, array("int8", numbers));
            case String[] texts -> statement.setArray(place, array("text", texts));
            case byte[][] bodies -> statement.setArray(place, array("bytea", bodies));
            default -> statement.setObject(place, value);
        }
    }

    private Array array(String type, Object elements) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf(type, elements);
    }

    void commit() throws SQLException {
        connection.clearWarnings();
        connection.commit();
    }

    /** What the database said of the last commit; null when nothing. It warns when it does not wait for a standby any more. */
    @Nullable
    SQLWarning warning() throws SQLException {
        return connection.getWarnings();
    }

    void rollBack() throws SQLException {
        connection.rollback();
    }

    /** Closes it without waiting for an answer of a server that may not be there any more. */
    void abandon() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is not there any more
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            abandon();
        }
    }
}
