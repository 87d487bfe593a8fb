package dev.parley.queue.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers on one database: in the same process, but they know nothing of each other. */
@Timeout(60)
class SeveralServersTest {
    private final String database = PostgresServer.shared().newDatabase();
    private final List<MessageStore> opened = new ArrayList<>();
    private final MessageStore first = open();
    private final MessageStore second = open();

    private MessageStore open() {
        MessageStore store =
                PostgresStore.open(database, StoreLimits.NONE, Acknowledgement.MEMORY, StoreSettings.DEFAULT_PATIENCE);
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(MessageStore::close);
    }

    private static Holder watching(MessageStore store) {
        Holder holder = store.holder();
        holder.watch("work");
        return holder;
    }

    private static long put(MessageStore store, String text, Duration timeToRun) {
        return store.put(new NewMessage("work", 0, Duration.ZERO, timeToRun, text.getBytes(UTF_8)))
                .join();
    }

    private static Message reserved(Holder holder) {
        Reservation reservation = holder.reserve(Duration.ZERO).join();
        assertThat(reservation).isInstanceOf(Reserved.class);
        return ((Reserved) reservation).message();
    }

    @Test
    void whatOneTookTheOtherHandsOutInTheOrderOfItsNumbers() {
        put(first, "a", Duration.ofHours(1));
        put(second, "b", Duration.ofHours(1));
        put(first, "c", Duration.ofHours(1));
        Holder holder = watching(second);

        assertThat(List.of(reserved(holder), reserved(holder), reserved(holder)))
                .extracting(message -> new String(message.body(), UTF_8))
                .containsExactly("a", "b", "c");
        assertThat(first.stats().join().counts().reserved()).isEqualTo(3);
    }

    @Test
    void whatIsHeldAtOneTheOtherCanDoNothingTo() {
        long id = put(first, "a", Duration.ofHours(1));
        Holder holder = watching(first);
        reserved(holder);
        Holder other = watching(second);

        assertThat(other.reserve(Duration.ZERO).join()).isInstanceOf(Reservation.TimedOut.class);
        assertThat(other.reserve(id).join()).isEmpty();
        assertThat(other.delete(id).join()).isFalse();
        assertThat(other.release(id, 0, Duration.ZERO).join()).isFalse();
        assertThat(other.touch(id).join()).isFalse();
        assertThat(holder.delete(id).join()).isTrue();
    }

    @Test
    void aReserveThatWaitsAtOneGetsWhatIsPutAtTheOther() {
        CompletableFuture<Reservation> waiting = watching(first).reserve(Holder.FOREVER);
        await().until(() -> first.stats().join().waiting() == 1);

        long id = put(second, "a", Duration.ofHours(1));

        assertThat(waiting.join())
                .isInstanceOfSatisfying(
                        Reserved.class, it -> assertThat(it.message().id()).isEqualTo(id));
    }

    @Test
    void aServerThatStopsGivesBackAtOnceWhatItsHoldersHad() {
        long id = put(first, "a", Duration.ofHours(1));
        reserved(watching(first));

        first.close();

        MessageStats stats = second.stats(id).join().orElseThrow();
        assertThat(stats.state()).isEqualTo(MessageState.READY);
        assertThat(stats.history().timeouts()).isZero();
        assertThat(second.size()).isOne();
    }

    @Test
    void whatTheHolderOfAServerThatIsNoMoreHadIsReadyAtTheEndOfItsTimeToRun() {
        long id = put(first, "a", Duration.ofSeconds(1));
        reserved(watching(first));

        await().until(() -> second.stats(id).join().orElseThrow().state() == MessageState.READY);

        assertThat(second.stats(id).join().orElseThrow().history().timeouts()).isOne();
        assertThat(watching(second).delete(id).join()).isTrue();
    }

    @Test
    void aTubePausedAtOneIsPausedAtTheOther() {
        put(first, "a", Duration.ofHours(1));
        assertThat(second.pause("work", Duration.ofHours(1)).join()).isTrue();
        CompletableFuture<Reservation> waiting = watching(first).reserve(Holder.FOREVER);
        await().until(() -> first.stats().join().waiting() == 1);
        assertThat(first.stats("work").join().orElseThrow().pauseLeft()).isPositive();
        assertThat(waiting).isNotDone();

        second.pause("work", Duration.ZERO).join();

        assertThat(waiting.join()).isInstanceOf(Reserved.class);
    }

    @Test
    void whatIsRefusedWhileItDrainsHasNoNumberAndWhatComesWithTheEndOfThatHas() {
        first.setDraining(true);
        assertThat(first.put(NewMessage.of(new byte[0]))
                        .handle((id, refusal) -> String.valueOf(refusal))
                        .join())
                .contains("draining");
        Holder holder = first.holder();
        holder.store().setDraining(false);
        CompletableFuture<Long> a = holder.store().put(NewMessage.of(new byte[0]));
        CompletableFuture<Long> b = holder.store().put(NewMessage.of(new byte[0]));

        assertThat(a.join()).isOne();
        assertThat(b.join()).isEqualTo(2);
    }

    @Test
    void theBoundIsThatOfAllTogether() {
        put(first, "a", Duration.ofHours(1));
        MessageStore bounded = PostgresStore.open(
                database, new StoreLimits(2, Long.MAX_VALUE), Acknowledgement.MEMORY, StoreSettings.DEFAULT_PATIENCE);
        opened.add(bounded);
        put(bounded, "b", Duration.ofHours(1));

        assertThat(bounded.put(NewMessage.of(new byte[0]))
                        .handle((id, refusal) -> String.valueOf(refusal))
                        .join())
                .contains("the queue is full: 2 messages");
        first.purge("work").join();
        put(bounded, "c", Duration.ofHours(1));
    }

    /** What becomes ready without a notice is found although there is no moment in which nothing is asked. */
    @Test
    void aNoticeThatIsLostIsMadeUpForAlsoWhileTheServerIsBusy() throws Exception {
        long id = put(second, "a", Duration.ofHours(1));
        assertThat(second.holder().reserve(id).join()).isPresent();
        CompletableFuture<Reservation> waiting = watching(first).reserve(Holder.FOREVER);
        await().until(() -> first.stats().join().waiting() == 1);

        PostgresServer.shared()
                .sql(
                        database.replaceFirst(".*/", "").replaceFirst("[?].*", ""),
                        "update parley.message set state = 0, at = 0 where id = " + id);
        while (!waiting.isDone()) { // bounded by the test's time
            first.stats().join();
        }

        assertThat(waiting.join()).isInstanceOf(Reserved.class);
    }

    /** A host that is lost in the middle of a transaction keeps what it has locked from nobody for long. */
    @Test
    void aConnectionThatStandsStillInATransactionIsEnded() throws Exception {
        try (Database there = Address.parse(database).connect("test")) {
            assertThat(there.<String>one(
                            "select current_setting('idle_in_transaction_session_timeout')", row -> row.getString(1)))
                    .isEqualTo("10s");
            assertThat(there.<String>one("select current_setting('lock_timeout')", row -> row.getString(1)))
                    .isEqualTo("5s");
        }
    }
}
