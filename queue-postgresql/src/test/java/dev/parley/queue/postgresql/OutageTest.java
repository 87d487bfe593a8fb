package dev.parley.queue.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.queue.Holder;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreLimits;
import dev.parley.testkit.PostgresServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database is away for longer than anybody waits: what nobody waits for takes effect when it is back. */
@SuppressWarnings("NullAway.Init")
class OutageTest {
    private PostgresServer server;
    private MessageStore store;

    @BeforeEach
    void start() {
        PostgresServer.skipWithoutPrograms();
        server = PostgresServer.start();
        store = PostgresStore.open(server.newDatabase(), StoreLimits.NONE, null, Duration.ofMillis(300));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            store.close();
            server.close();
        }
    }

    private interface Action {
        void run();
    }

    /** Until all that waited has been refused. */
    private void whileItIsAway(Action action) {
        server.stop("immediate");
        action.run();
        assertThatThrownBy(() -> store.put(message("refused")).join()).hasMessageContaining("is unavailable");
        server.begin();
        await().ignoreExceptions().until(() -> store.stats().join().health().equals("ok"));
    }

    private static NewMessage message(String text) {
        return new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), text.getBytes(UTF_8));
    }

    @Test
    void whoLeavesGetsNoMessageAfterwards() {
        Holder leaving = store.holder();
        leaving.watch("work");
        CompletableFuture<Reservation> wait = leaving.reserve(Holder.FOREVER);
        await().until(() -> store.stats().join().waiting() == 1);

        whileItIsAway(leaving::close);

        assertThat(wait).isCompletedExceptionally();
        long id = store.put(message("for whoever is there")).join();
        assertThat(store.stats(id).join().orElseThrow().state()).isEqualTo(MessageState.READY);
    }

    @Test
    void whatWasHeldByWhoLeavesIsReadyAgain() {
        long id = store.put(message("held")).join();
        Holder leaving = store.holder();
        leaving.watch("work");
        assertThat(leaving.reserve(Duration.ZERO).join()).isInstanceOf(Reserved.class);

        whileItIsAway(leaving::close);

        await().until(() -> store.stats(id).join().orElseThrow().state() == MessageState.READY);
    }

    @Test
    void aTubeThatIsWatchedMeanwhileIsServed() {
        Holder waiting = store.holder(); // so that each turn needs the database
        waiting.watch("other");
        var _ = waiting.reserve(Holder.FOREVER);
        Holder holder = store.holder();
        await().until(() -> store.stats().join().waiting() == 1);

        whileItIsAway(() -> holder.watch("work"));

        store.put(message("seen")).join();
        assertThat(holder.reserve(Duration.ZERO).join()).isInstanceOf(Reserved.class);
    }

    @Test
    void whatIsToBeDrainedIsDrained() {
        whileItIsAway(() -> store.setDraining(true));

        assertThatThrownBy(() -> store.put(message("too late")).join()).hasMessageContaining("draining");
    }
}
