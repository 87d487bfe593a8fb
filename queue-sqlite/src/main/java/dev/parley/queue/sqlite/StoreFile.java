package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A store's file, and those beside it: FILE-wal is SQLite's log, FILE-lock keeps others off, FILE-ballast is room for a full disk. It
 * keeps the log short and the file no larger than it need be. For one thread at a time.
 */
final class StoreFile {
    /** Pages that may lie free: a queue that fills and empties uses them again. */
    private static final long SPARE_PAGES = 256;
    /** Of all pages, at most this part lies free. */
    private static final int SPARE_PART = 4;

    /** What the file of every SQLite database begins with. */
    private static final String HEADER = "SQLite format 3\0";

    /** Of the table, of an index, and of the totals, and what a split of one adds. */
    private static final long PAGES_OF_A_WRITE = 4;

    private static final int ASKED_PARTS = 8;

    private static final long ROOM_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path path;
    private final LockFile lock;
    private final Database database;
    private final Ballast ballast;
    private final WriteBatch batch;
    private final StoreClock clock;
    private final long openedAtNanos;
    private final long openedClockNanos;
    private final long pageBytes;
    private final long logPagesLimit;
    /** At most, since it was asked how long the log is. */
    private long pagesSinceAsked;

    private long roomCheckedNanos;
    /** Pages were given back, and the file is still as long as before. */
    private boolean toShorten;

    private StoreFile(Path path, LockFile lock, Database database, Ballast ballast, StoreClock clock) {
        this.path = path;
        this.lock = lock;
        this.database = database;
        this.ballast = ballast;
        this.clock = clock;
        this.batch = new WriteBatch(path, database, ballast);
        Instant wall = clock.wallTime();
        long wallNanos = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano();
        this.openedAtNanos = Math.max(wallNanos, database.number(Sql.SEEN_AT, 1));
        this.openedClockNanos = clock.nanoTime();
        this.roomCheckedNanos = openedClockNanos;
        this.pageBytes = database.number(Sql.PAGE_BYTES, 1);
        this.logPagesLimit = ballast.logLimitBytes() / pageBytes;
    }

    /**
     * Opens it, and makes it if it is not there.
     *
     * @throws StoreException when it cannot be opened, is another program's, is in use or is damaged; then nothing is open
     */
    static StoreFile open(Path given, Acknowledgement acknowledgement, StoreClock clock) {
        Path path = given.toAbsolutePath().normalize();
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new StoreException(Kind.FAILED, "the directory of the store " + given + " does not exist");
        }
        try {
            requireDatabase(path);
            LockFile lock = LockFile.of(path, beside(path, "-lock"));
            try {
                boolean isNew = Files.notExists(path);
                LogWalk.check(beside(path, "-wal"));
                Database database = Database.open(path, acknowledgement);
                if (isNew) {
                    sync(directory);
                }
                Ballast ballast = new Ballast(beside(path, "-ballast"));
                StoreFile file = new StoreFile(path, lock, database, ballast, clock);
                if (!ballast.take()) {
                    file.batch.noBallast();
                }
                return file;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (SqlFailure e) {
            throw cannotOpen(path, e);
        } catch (IOException e) {
            throw new StoreException(Kind.FAILED, "cannot open the store " + path + ": " + reason(e));
        }
    }

    /** Before anything is made beside it. */
    private static void requireDatabase(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new StoreException(Kind.FAILED, path + " is a directory; a store is a file");
        }
        if (Files.notExists(path) || Files.size(path) == 0) {
            return;
        }
        try (InputStream content = Files.newInputStream(path)) {
            if (!new String(content.readNBytes(HEADER.length()), US_ASCII).equals(HEADER)) {
                throw new StoreException(Kind.DAMAGED, "the file " + path + " is damaged, or no store");
            }
        }
    }

    private static String reason(IOException e) {
        return e.getClass().equals(IOException.class) ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static StoreException cannotOpen(Path path, SqlFailure failure) {
        if (failure.busy()) {
            return LockFile.inUse(path, "another program");
        }
        return failure.damaged()
                ? new StoreException(
                        Kind.DAMAGED, "the store " + path + " is damaged, or no store: " + failure.reason())
                : new StoreException(Kind.FAILED, "cannot open the store " + path + ": " + failure.reason());
    }

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    /** A new name in a directory is on the disk when the directory is. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Database database() {
        return database;
    }

    WriteBatch batch() {
        return batch;
    }

    /** The store's time when it was opened: the wall clock's, but never before what the store has seen. */
    long openedAtNanos() {
        return openedAtNanos;
    }

    /** The store's time. */
    long nowNanos() {
        return openedAtNanos + (clock.nanoTime() - openedClockNanos);
    }

    /** Runs what reads, and says what its failure means. */
    <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (SqlFailure e) {
            throw e.damaged() ? damaged(e.reason()) : unreadable(e);
        }
    }

    private StoreException unreadable(SqlFailure failure) {
        return new StoreException(Kind.FAILED, "the store " + path + " cannot be read: " + failure.reason());
    }

    StoreException damaged(String how) {
        return new StoreException(
                Kind.DAMAGED,
                "the store " + path + " is damaged: " + how + "; 'parley queue check " + path
                        + "' tells what is intact");
    }

    /**
     * Keeps the log short. After each commit, of so many writes and bytes: how long the log is, is asked when it may have grown
     * by a part of what it may be.
     */
    void keepLogShort(int writes, long bytes) {
        pagesSinceAsked += writes * PAGES_OF_A_WRITE + bytes / pageBytes;
        try {
            if (batch.full()) {
                database.run(Sql.CHECKPOINT_AND_SHORTEN);
                return;
            }
            if (pagesSinceAsked < logPagesLimit / ASKED_PARTS) {
                return;
            }
            pagesSinceAsked = 0;
            if (database.number(Sql.LOG_LENGTH, 2) > logPagesLimit) {
                database.run(Sql.CHECKPOINT);
                giveBackPages();
            }
        } catch (SqlFailure e) {
            failedAside(e);
        }
    }

    /** One step of what can be done when nothing is asked for; false when nothing is left to do. */
    boolean tidy() {
        if (!batch.intact() || batch.full()) {
            return false;
        }
        try {
            if (giveBackPages()) {
                return true;
            }
            if (toShorten) {
                toShorten = false;
                database.run(Sql.CHECKPOINT_AND_SHORTEN);
            }
        } catch (SqlFailure e) {
            failedAside(e);
        }
        return false;
    }

    private boolean giveBackPages() {
        long free = database.number(Sql.FREE_PAGES, 1);
        if (free <= SPARE_PAGES || free <= database.number(Sql.PAGES, 1) / SPARE_PART) {
            return false;
        }
        database.runToEnd(Sql.GIVE_BACK_PAGES);
        toShorten = true;
        return true;
    }

    private void failedAside(SqlFailure failure) {
        if (failure.full()) {
            batch.fullAtCheckpoint();
        } else {
            batch.fail(failure);
        }
    }

    /** Looks, not too often, whether a full disk has room again. */
    void lookForRoom() {
        if (batch.full() && clock.nanoTime() - roomCheckedNanos >= ROOM_CHECK_NANOS) {
            roomCheckedNanos = clock.nanoTime();
            batch.lookForRoom();
        }
    }

    /**
     * Closes it. A file that cannot be written is left as it is, with its log: closing would write the one into the other once
     * more, and delete the log whether or not that reached the disk.
     */
    void close() {
        try {
            if (batch.intact()) {
                ballast.giveUp();
                database.close();
            }
        } catch (SqlFailure e) {
            batch.fail(e);
        }
        lock.close();
    }
}
