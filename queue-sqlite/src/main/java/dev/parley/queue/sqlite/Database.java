package dev.parley.queue.sqlite;

import dev.parley.queue.Acknowledgement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * One connection to the file, and its statements. Transactions are begun and ended by statements of our own: the driver's automatic
 * ones go on silently, one by one, after a failed write. For one thread at a time; everything throws {@link SqlFailure}.
 */
final class Database {
    private final Connection connection;
    private final Statement plain;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** What is done with a statement, and what comes of it. */
    interface Use<S, T> {
        T of(S statement) throws SQLException;
    }

    private Database(Connection connection) throws SQLException {
        this.connection = connection;
        this.plain = connection.createStatement();
    }

    /** Opens the file, which is made if it is not there, and takes it for this process alone. */
    static Database open(Path file, Acknowledgement acknowledgement) {
        Database database = connected(file.toString());
        try {
            database.run(Sql.ONE_PROCESS);
            int version = Schema.version(database, file);
            if (version == 0) {
                database.run(Sql.GIVES_BACK_SPACE);
            }
            Sql.SETTINGS.forEach(database::run);
            database.run(acknowledgement == Acknowledgement.DISK ? Sql.SYNC_EACH_COMMIT : Sql.SYNC_CHECKPOINTS);
            Schema.complete(database, version);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Opens a file whose content may be anything, to read what can be read; it may be written, so it is to be a copy. */
    static Database ofAnyContent(Path file) {
        return connected(file.toString());
    }

    private static Database connected(String name) {
        try {
            return new Database(DriverManager.getConnection("jdbc:sqlite:" + name));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** An empty one in memory. */
    static Database inMemory() {
        return connected(":memory:");
    }

    /** Runs a statement without values; its rows, if it has any, are not wanted, but read: before that it is still at work. */
    void run(String sql) {
        try {
            if (plain.execute(sql)) {
                try (ResultSet rows = plain.getResultSet()) {
                    boolean more = rows.next();
                    while (more) {
                        more = rows.next();
                    }
                }
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** The same for one that has no rows and is not at its end after one step. */
    void runToEnd(String sql) {
        try {
            plain.executeUpdate(sql);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Runs a statement that changes rows: how many. */
    int update(String sql, Use<PreparedStatement, PreparedStatement> values) {
        try {
            return values.of(statement(sql)).executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Runs a query, and gives its rows, which stand before the first, to be read. */
    <T> T query(String sql, Use<PreparedStatement, PreparedStatement> values, Use<ResultSet, T> read) {
        try (ResultSet rows = values.of(statement(sql)).executeQuery()) {
            return read.of(rows);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** A query without values. */
    <T> T query(String sql, Use<ResultSet, T> read) {
        return query(sql, statement -> statement, read);
    }

    /** A number that a query answers with, in this column of its first row. */
    long number(String sql, int column) {
        return query(sql, rows -> rows.next() ? rows.getLong(column) : 0L);
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Writes the log into the file and deletes it; to be left out when the log must stay. */
    void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            plain.close();
            connection.close();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
