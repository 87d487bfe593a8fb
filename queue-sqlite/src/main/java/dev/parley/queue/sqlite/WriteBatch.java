package dev.parley.queue.sqlite;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written between two commits. When the disk is full everything is written once more after the ballast was given up, and
 * from then on only what makes room is taken, until there is room for ballast again. Anything else that fails is final: after a
 * failed sync nobody knows what is on the disk, and the next one would say that all is well.
 */
final class WriteBatch {
    private static final System.Logger LOG = System.getLogger("dev.parley.queue");

    /** A change of the database; may be applied a second time, to the state before the first. */
    interface Write {
        void apply(Database database);
    }

    private final Path file;
    private final Database database;
    private final Ballast ballast;
    private final List<Write> writes = new ArrayList<>();
    private long bytes;
    /** No room: nothing more is put. */
    private boolean full;
    /** Not even the ballast's room was enough: nothing is written. */
    private boolean stuck;

    private @Nullable StoreException failure;
    private @Nullable StoreException lost;

    WriteBatch(Path file, Database database, Ballast ballast) {
        this.file = file;
        this.database = database;
        this.ballast = ballast;
    }

    /** How many writes it has. */
    int size() {
        return writes.size();
    }

    /** The bytes of the bodies in it. */
    long bytes() {
        return bytes;
    }

    boolean writable() {
        return failure == null && !stuck;
    }

    /** Not failed: reading goes on, and the file can be closed. */
    boolean intact() {
        return failure == null;
    }

    String health() {
        if (failure != null) {
            return failure.reason();
        }
        return full ? "the disk is full" : "ok";
    }

    /** @throws StoreException when there is no room for a message */
    void requireRoom() {
        requireWritable();
        if (full) {
            throw noRoom();
        }
    }

    /**
     * Writes this, to be committed later.
     *
     * @param bodyBytes how large it is
     * @throws StoreException when it cannot be written; if {@link #takeLost} says so, all that came before is undone too
     */
    void add(Write write, int bodyBytes) {
        requireWritable();
        writes.add(write);
        bytes += bodyBytes;
        try {
            if (writes.size() == 1) {
                database.run(Sql.BEGIN);
            }
            write.apply(database);
        } catch (SqlFailure e) {
            writeAgain(e, () -> {});
        }
    }

    /** Commits, with this as the last change. Throws as {@link #add}. */
    void commit(Write last) {
        Runnable commit = () -> {
            last.apply(database);
            database.run(Sql.COMMIT);
        };
        try {
            commit.run();
        } catch (SqlFailure e) {
            writeAgain(e, commit);
        }
        writes.clear();
        bytes = 0;
    }

    /** Why what was written since the last commit is undone; null when it is not. Asked once. */
    @Nullable
    StoreException takeLost() {
        StoreException reason = lost;
        lost = null;
        return reason;
    }

    private void writeAgain(SqlFailure first, Runnable then) {
        if (!first.full() || full) {
            throw lose(first);
        }
        giveUpBallast();
        try {
            rollBack();
            database.run(Sql.BEGIN);
            writes.forEach(write -> write.apply(database));
            then.run();
        } catch (SqlFailure second) {
            throw lose(second);
        }
    }

    private StoreException lose(SqlFailure reason) {
        rollBack();
        writes.clear();
        bytes = 0;
        if (reason.full()) {
            full = true;
            stuck = true;
            lost = noRoom();
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> file + ": the disk is full: nothing is written until there is room");
        } else {
            lost = fail(reason);
        }
        return lost;
    }

    /** A transaction that failed may be over already. */
    private void rollBack() {
        try {
            database.run(Sql.ROLLBACK);
        } catch (SqlFailure e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "nothing to roll back: " + e.reason());
        }
    }

    /** Nothing is written any more. */
    StoreException fail(SqlFailure reason) {
        StoreException failed = new StoreException(
                Kind.FAILED,
                "the store " + file + " cannot be written: " + reason.reason()
                        + "; it is read-only until the server is started anew");
        if (failure == null) {
            failure = failed;
            LOG.log(System.Logger.Level.ERROR, failed::reason);
        }
        return failed;
    }

    /** There was no room for the ballast when the store was opened. */
    void noBallast() {
        full = true;
        LOG.log(
                System.Logger.Level.WARNING,
                () -> file + ": the disk is nearly full: messages are refused until there is room");
    }

    /** There is no room: the log is to be emptied after each commit. */
    boolean full() {
        return full;
    }

    /** The log could not be written into the file for want of room. */
    void fullAtCheckpoint() {
        if (full) {
            stuck = true;
        } else {
            giveUpBallast();
        }
    }

    /** Takes puts again if there is room for the ballast again. */
    void lookForRoom() {
        if (full && failure == null && ballast.take()) {
            full = false;
            stuck = false;
            LOG.log(System.Logger.Level.INFO, () -> file + ": there is room again");
        }
    }

    private void giveUpBallast() {
        full = true;
        ballast.giveUp();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> file + ": the disk is full: messages are refused until there is room");
    }

    private void requireWritable() {
        if (failure != null) {
            throw failure;
        }
        if (stuck) {
            throw noRoom();
        }
    }

    private StoreException noRoom() {
        return new StoreException(Kind.FULL, "the disk of " + file + " is full");
    }
}
