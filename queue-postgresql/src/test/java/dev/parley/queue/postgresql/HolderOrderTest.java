package dev.parley.queue.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
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

/** What a holder asks for without waiting for answers takes effect in its order, also what takes more than one turn. */
class HolderOrderTest {
    private static final int MORE_THAN_A_TURN = 2 * PostgresStore.ONE_TURN + 100;

    private final MessageStore store = PostgresStore.open(
            PostgresServer.shared().newDatabase(),
            StoreLimits.NONE,
            Acknowledgement.MEMORY,
            StoreSettings.DEFAULT_PATIENCE);

    @AfterEach
    void close() {
        store.close();
    }

    private static NewMessage message(String text) {
        return new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), text.getBytes(UTF_8));
    }

    private void fill() {
        List<CompletableFuture<Long>> puts = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_A_TURN; i++) {
            puts.add(store.put(message("old")));
        }
        puts.forEach(CompletableFuture::join);
    }

    @Test
    void whatIsPutBehindAPurgeStays() {
        fill();
        MessageStore inOrder = store.holder().store();

        CompletableFuture<Long> purge = inOrder.purge("work");
        CompletableFuture<Long> put = inOrder.put(message("new"));

        assertThat(purge.join()).isEqualTo(MORE_THAN_A_TURN);
        assertThat(store.peek(put.join()).join()).isPresent();
        assertThat(inOrder.purge("work").join()).isOne();
    }

    @Test
    void aReserveBehindAKickGetsWhatItMadeReady() {
        long id = store.put(new NewMessage("work", 0, Duration.ofHours(1), Duration.ofHours(1), new byte[0]))
                .join();
        Holder holder = store.holder();
        holder.watch("work");

        CompletableFuture<Long> kick = holder.store().kick("work", 1);
        CompletableFuture<Reservation> reserve = holder.reserve(Duration.ZERO);

        assertThat(kick.join()).isOne();
        assertThat(reserve.join())
                .isInstanceOfSatisfying(
                        Reserved.class, it -> assertThat(it.message().id()).isEqualTo(id));
    }
}
