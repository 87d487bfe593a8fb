package dev.parley.queue.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, made and changed by numbered files; the database notes which of them it has had. */
final class Schema {
    private static final List<String> FILES = List.of("0001-messages.sql", "0002-keys.sql");

    /** Any number that others do not lock. */
    private static final long LOCK = 0x5061_726c_6579L;

    private static final String EXISTS = "select to_regclass('migration') is not null";
    private static final String VERSION = "select coalesce(max(version), 0) from migration";

    private Schema() {}

    /**
     * Makes the tables where there are none.
     *
     * @throws StoreException when they are those of another version
     */
    static void ensure(Database database, Address address) throws SQLException {
        int version = version(database);
        if (version == 0) {
            migrate(database, address);
        } else if (version < FILES.size()) {
            throw new StoreException(
                    Kind.MISCONFIGURED,
                    "the store " + address.text() + " has tables of version " + version
                            + ", and this program needs version " + FILES.size()
                            + ": 'parley queue migrate' brings them up to date");
        }
        requireKnown(version, address);
    }

    private static void requireKnown(int version, Address address) {
        if (version > FILES.size()) {
            throw new StoreException(
                    Kind.MISCONFIGURED,
                    "the store " + address.text() + " has tables of version " + version
                            + ", and this program knows up to " + FILES.size() + ": it is older than they are");
        }
    }

    private static int version(Database database) throws SQLException {
        boolean exists = database.one(EXISTS, row -> row.getBoolean(1));
        return exists ? database.one(VERSION, row -> row.getInt(1)) : 0;
    }

    /** Brings them up to date, in one transaction: how many files were run. Servers that start at once wait for each other. */
    static int migrate(Database database, Address address) throws SQLException {
        String schema = database.one("select current_setting('search_path')", row -> row.getString(1));
        int run = 0;
        try (Statement statement = database.connection().createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            // Also where it is there already, making one takes a right that its owner need not have.
            if (database.one("select to_regnamespace(?) is null", row -> row.getBoolean(1), schema)) {
                statement.execute("create schema if not exists " + schema);
            }
            statement.execute(
                    "create table if not exists migration (version integer primary key, run_at timestamptz not null)");
            int version = version(database);
            requireKnown(version, address);
            for (int next = version; next < FILES.size(); next++) {
                statement.execute(text(FILES.get(next)));
                statement.execute("insert into migration values (" + (next + 1) + ", now())");
                run++;
            }
        }
        database.commit();
        return run;
    }

    private static String text(String file) {
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in this program");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
