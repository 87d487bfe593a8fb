package dev.parley.queue.postgresql;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** What an answer promises, and whether the database keeps it: that is looked at, not believed. */
final class AcknowledgementLevel {
    private static final int OLDEST_VERSION = 150_000;
    private static final int VERSION_UNIT = 10_000;

    private final Address address;
    private final @Nullable Acknowledgement wanted;
    private volatile @Nullable Acknowledgement given;

    /** @param wanted null for the most that the database can when it is first seen */
    AcknowledgementLevel(Address address, @Nullable Acknowledgement wanted) {
        this.address = address;
        this.wanted = wanted;
    }

    /** Null before the first connection. */
    @Nullable
    Acknowledgement given() {
        return given;
    }

    /**
     * Looks at the settings of a new connection, and has its commits wait for what is promised.
     *
     * @throws StoreException when the database cannot keep it
     */
    void settle(Database database) throws SQLException {
        record Settings(int version, boolean readOnly, boolean syncs, String standbys) {}
        Settings settings = database.one(
                Sql.SETTINGS,
                row -> new Settings(
                        row.getInt(1), row.getBoolean(2), !row.getString(3).equals("off"), row.getString(4)));
        if (settings.version < OLDEST_VERSION) {
            throw new StoreException(
                    Kind.MISCONFIGURED,
                    "the store " + address.text() + " is PostgreSQL " + settings.version / VERSION_UNIT
                            + "; version 15 or later is needed");
        }
        Acknowledgement level =
                given != null ? given : wanted != null ? wanted : best(settings.syncs, settings.standbys);
        if (level != Acknowledgement.MEMORY && !settings.syncs) {
            throw new StoreException(
                    Kind.MISCONFIGURED,
                    "the store " + address.text()
                            + " does not sync (fsync = off): it can acknowledge from memory alone,"
                            + " with --ack memory");
        }
        if (level == Acknowledgement.QUORUM && given == null && settings.standbys.isEmpty()) {
            throw new StoreException(
                    Kind.MISCONFIGURED,
                    "the store " + address.text() + " has no standby that must confirm (synchronous_standby_names is"
                            + " empty): use --ack disk, or set one up");
        }
        given = level;
        database.update("set synchronous_commit = "
                + switch (level) {
                    case MEMORY -> "off";
                    case DISK -> "local";
                    case QUORUM -> "on";
                });
    }

    private static Acknowledgement best(boolean syncs, String standbys) {
        if (!syncs) {
            return Acknowledgement.MEMORY;
        }
        return standbys.isEmpty() ? Acknowledgement.DISK : Acknowledgement.QUORUM;
    }

    /** {@code ok}, or why puts are refused. */
    String health(String standbys) {
        try {
            requireStandbys(standbys);
            return "ok";
        } catch (StoreException e) {
            return e.reason();
        }
    }

    /**
     * Why no standby is known to have what was committed last; null when one has, or none is promised. The setting may have changed
     * meanwhile, and the database warns of a commit whose wait for a standby somebody ended.
     */
    @Nullable
    StoreException unconfirmed(Database committed) throws SQLException {
        if (given != Acknowledgement.QUORUM) {
            return null;
        }
        SQLWarning warning = committed.warning();
        String standbys = committed.one(Sql.STANDBYS, row -> row.getString(1));
        committed.rollBack();
        if (standbys.isEmpty()) {
            return new StoreException(
                    Kind.FAILED, health(standbys) + "; the message is stored, and may be lost with that server");
        }
        return warning == null
                ? null
                : new StoreException(
                        Kind.FAILED,
                        "the message is stored, but not known to be with a standby: " + SqlFailure.line(warning));
    }

    /** @throws StoreException when a put would be acknowledged without one */
    void requireStandbys(String standbys) {
        if (given == Acknowledgement.QUORUM && standbys.isEmpty()) {
            throw new StoreException(
                    Kind.FAILED,
                    "the database asks no standby to confirm at present (synchronous_standby_names is empty), and --ack"
                            + " quorum promises that one has it");
        }
    }
}
