package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.testkit.ManualStoreClock;
import dev.parley.testkit.StoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, and what is there when it is opened again. */
class SqliteStoreTest extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final ManualStoreClock time = new ManualStoreClock();

    /** Without a sync for each answer: what is acknowledged is another test's. */
    @Override
    protected MessageStore open(StoreLimits limits, StoreClock clock) {
        return SqliteStore.open(directory.resolve("contract.db"), limits, Acknowledgement.MEMORY, clock);
    }

    private MessageStore reopened() {
        return SqliteStore.open(directory.resolve("store.db"), StoreLimits.NONE, Acknowledgement.DISK, time);
    }

    private static long put(MessageStore store, String text, long priority, Duration delay) {
        return store.put(new NewMessage("work", priority, delay, HOUR, text.getBytes(UTF_8)))
                .join();
    }

    private static List<String> reservedFrom(MessageStore store) {
        List<String> bodies = new ArrayList<>();
        Holder holder = store.holder();
        holder.watch("work");
        while (holder.reserve(Duration.ZERO).join() instanceof Reservation.Reserved(Message message)) {
            bodies.add(new String(message.body(), UTF_8));
        }
        return bodies;
    }

    @Test
    void messagesAreThereInTheirOrder() {
        try (MessageStore store = reopened()) {
            put(store, "second", 5, Duration.ZERO);
            put(store, "first", 1, Duration.ZERO);
            put(store, "third", 5, Duration.ZERO);
            put(store, "", 9, Duration.ZERO);
        }
        try (MessageStore store = reopened()) {
            assertThat(store.size()).isEqualTo(4);
            assertThat(reservedFrom(store)).containsExactly("first", "second", "third", "");
        }
    }

    @Test
    void whatWasHeldIsReadyWhereItStood() {
        try (MessageStore store = reopened()) {
            put(store, "a", 0, Duration.ZERO);
            put(store, "b", 0, Duration.ZERO);
            assertThat(reservedFrom(store)).containsExactly("a", "b");
        }
        try (MessageStore store = reopened()) {
            assertThat(reservedFrom(store)).containsExactly("a", "b");
        }
    }

    @Test
    void whatWasDeletedIsNot() {
        try (MessageStore store = reopened()) {
            long first = put(store, "a", 0, Duration.ZERO);
            put(store, "b", 0, Duration.ZERO);
            assertThat(store.delete(first).join()).isTrue();
        }
        try (MessageStore store = reopened()) {
            assertThat(reservedFrom(store)).containsExactly("b");
        }
    }

    @Test
    void numbersGoOn() {
        try (MessageStore store = reopened()) {
            store.delete(put(store, "a", 0, Duration.ZERO)).join();
        }
        try (MessageStore store = reopened()) {
            assertThat(put(store, "b", 0, Duration.ZERO)).isEqualTo(2);
        }
    }

    @Test
    void aDelayGoesOn() {
        try (MessageStore store = reopened()) {
            put(store, "later", 0, HOUR);
            time.advance(Duration.ofMinutes(20));
            put(store, "now", 0, Duration.ZERO); // what the store has seen of the time is written with what it writes
        }
        try (MessageStore store = reopened()) {
            MessageStats later =
                    store.list("work", MessageState.DELAYED, 10).join().getFirst();
            assertThat(later.left()).isEqualTo(Duration.ofMinutes(40));
            assertThat(reservedFrom(store)).containsExactly("now");
            time.advance(Duration.ofMinutes(40));
            assertThat(reservedFrom(store)).containsExactly("later");
        }
    }

    @Test
    void whatWasBuriedIsWithItsHistory() {
        long id;
        try (MessageStore store = reopened()) {
            id = put(store, "bad", 3, Duration.ZERO);
            Holder holder = store.holder();
            holder.watch("work");
            holder.reserve(Duration.ZERO).join();
            assertThat(holder.bury(id, 7).join()).isTrue();
        }
        try (MessageStore store = reopened()) {
            MessageStats stats = store.stats(id).join().orElseThrow();
            assertThat(stats.state()).isEqualTo(MessageState.BURIED);
            assertThat(stats.priority()).isEqualTo(7);
            assertThat(stats.history()).isEqualTo(new MessageStats.History(1, 0, 0, 1, 0));
            assertThat(store.stats().join().counts()).isEqualTo(new MessageCounts(0, 0, 0, 0, 1));
            assertThat(store.kick("work", 10).join()).isEqualTo(1);
            assertThat(reservedFrom(store)).containsExactly("bad");
        }
    }

    /** More than one page of an order, and more than is kept of one; some of it held. */
    @Test
    void aLongTubeIsHandedOutInOrder() {
        int messages = 10_000;
        try (MessageStore store = reopened()) {
            for (int i = 0; i < messages; i++) {
                var _ = store.put(new NewMessage(
                        "work", i % 3, Duration.ZERO, HOUR, Integer.toString(i).getBytes(UTF_8)));
            }
            Holder holder = store.holder();
            holder.watch("work");
            for (int i = 0; i < 1_000; i++) {
                holder.reserve(Duration.ZERO).join();
            }
            put(store, "urgent", 0, Duration.ZERO);
            holder.close();
            List<String> all = reservedFrom(store);
            List<String> expected = new ArrayList<>();
            for (int priority = 0; priority < 3; priority++) {
                for (int i = priority; i < messages; i += 3) {
                    expected.add(Integer.toString(i));
                }
                if (priority == 0) {
                    expected.add("urgent");
                }
            }
            assertThat(all).isEqualTo(expected);
        }
    }

    @Test
    void aSecondOpeningIsRefusedAndNamesTheHolder() {
        try (MessageStore store = reopened()) {
            assertThat(store.size()).isZero();
            assertThatThrownBy(this::reopened)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("store.db is in use by this process, "
                            + ProcessHandle.current().pid());
        }
        reopened().close();
    }

    @Test
    void theFileOfAnotherProgramIsLeftAlone() throws Exception {
        Path file = directory.resolve("store.db");
        Files.writeString(file, "not a database, but something longer than the header of one: ".repeat(20));
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(this::reopened)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.db is damaged, or no store");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(directory.toFile().list()).as("nothing was made beside it").doesNotContain("store.db-lock");
    }

    @Test
    void theDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
        Path file = directory.resolve("store.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("create table theirs (a)");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(this::reopened)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is a database of another program");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        SqliteStore.open(directory.resolve("nowhere/store.db"), StoreLimits.NONE, Acknowledgement.DISK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nowhere/store.db does not exist");
    }

    /** The file of a queue that was long once is short again when it is empty. */
    @Test
    void spaceIsGivenBack() {
        Path file = directory.resolve("store.db");
        try (MessageStore store = reopened()) {
            byte[] body = new byte[10_000];
            for (int i = 0; i < 3_000; i++) {
                var _ = store.put(new NewMessage("work", 0, Duration.ZERO, HOUR, body));
            }
            assertThat(store.purge("work").join()).isEqualTo(3_000);
            await().until(() -> Files.size(file) < 4L << 20);
        }
    }
}
