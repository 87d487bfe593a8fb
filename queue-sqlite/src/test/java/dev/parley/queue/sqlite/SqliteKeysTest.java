package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreLimits;
import dev.parley.testkit.ManualStoreClock;
import dev.parley.testkit.StoreKeysContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does with keys, and what is known of them when it is opened again. */
class SqliteKeysTest extends StoreKeysContract {
    @TempDir
    Path directory;

    private final ManualStoreClock time = new ManualStoreClock();

    @Override
    protected MessageStore open(StoreLimits limits, StoreClock clock) {
        return SqliteStore.open(directory.resolve("contract.db"), limits, Acknowledgement.MEMORY, clock);
    }

    private MessageStore reopened() {
        return SqliteStore.open(directory.resolve("store.db"), StoreLimits.NONE, Acknowledgement.DISK, time);
    }

    @Test
    void aKeyIsKnownWhenTheStoreIsOpenedAgain() {
        NewMessage message = NewMessage.of(new byte[1]);
        long first;
        try (MessageStore store = reopened()) {
            first = store.putOnce("k", message).join();
        }
        try (MessageStore store = reopened()) {
            assertThat(store.putOnce("k", message).join()).isEqualTo(first);
            assertThat(store.size()).isEqualTo(1);
        }
    }

    @Test
    void keysThatAreForgottenMakeRoom() {
        try (MessageStore store = reopened()) {
            for (int i = 0; i < 10; i++) {
                store.putOnce("k" + i, NewMessage.of(new byte[1])).join();
            }
            time.advance(MessageStore.KEY_LIFE);
            for (int i = 0; i < 5; i++) {
                store.putOnce("l" + i, NewMessage.of(new byte[1])).join();
            }
        }
        Database database = Database.ofAnyContent(directory.resolve("store.db"));
        try {
            assertThat(database.number("select count(*) from put_key", 1)).isEqualTo(5);
        } finally {
            database.close();
        }
    }

    /** As a file that was made before there were keys. */
    @Test
    void aFileOfTheFirstVersionIsBroughtUpToDate() {
        Path file = directory.resolve("store.db");
        Database old = Database.ofAnyContent(file);
        old.run(Sql.GIVES_BACK_SPACE);
        Sql.SCHEMA.getFirst().forEach(old::run);
        old.close();

        try (MessageStore store = reopened()) {
            long first = store.putOnce("k", NewMessage.of(new byte[1])).join();
            assertThat(store.putOnce("k", NewMessage.of(new byte[1])).join()).isEqualTo(first);
        }
        try (MessageStore store = reopened()) {
            assertThat(store.size()).isEqualTo(1);
        }
    }
}
