package dev.parley.queue.sqlite;

import dev.parley.queue.Ability;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.IndexedStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * Stores in an SQLite file: a message is there when its process ends, however that ends. Each has one thread, on which answers are
 * given, so what depends on an answer must not block. Bodies are not in memory; of messages that are
 * held, who holds them until when.
 *
 * <p>SQLite is native code: without {@code --enable-native-access=ALL-UNNAMED} the JVM prints a warning.
 */
public final class SqliteStore {
    private SqliteStore() {}

    /**
     * Opens the store in this file, which is made if it is not there, with the system's clock.
     *
     * @param acknowledgement {@code DISK}: what was answered survives a loss of power; {@code MEMORY}: the end of this process
     * @throws StoreException when it cannot be opened, is in use by another process, or is damaged
     */
    public static MessageStore open(Path file, StoreLimits limits, Acknowledgement acknowledgement) {
        return open(file, limits, acknowledgement, StoreClock.system());
    }

    /** The same with another clock, which the store closes. */
    public static MessageStore open(Path file, StoreLimits limits, Acknowledgement acknowledgement, StoreClock clock) {
        StoreFile opened = StoreFile.open(file, acknowledgement, clock);
        try {
            SqliteBacklog backlog = new SqliteBacklog(opened);
            CommitThread thread = new CommitThread(backlog, opened, "parley-store-" + file.getFileName());
            return new IndexedStore(EnumSet.allOf(Ability.class), acknowledgement, backlog, limits, clock, thread);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
