package dev.parley.queue.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.PostgresCluster;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer says what it means: whether a standby has it is looked at, not believed. */
@Tag("slow")
@Timeout(100)
class PromiseQ8Test {
    private static MessageStore open(PostgresCluster cluster, @Nullable Acknowledgement level) {
        return PostgresStore.open(cluster.location(), StoreLimits.NONE, level, StoreSettings.DEFAULT_PATIENCE);
    }

    private static NewMessage message() {
        return NewMessage.of(new byte[10]);
    }

    @Test
    void aPutIsRefusedWhileNoStandbyIsAskedAndTakenAgainWhenOneIs() {
        try (PostgresCluster cluster = PostgresCluster.start();
                MessageStore quorum = open(cluster, null);
                MessageStore disk = open(cluster, Acknowledgement.DISK)) {
            assertThat(quorum.put(message()).join()).isPositive();
            assertThat(quorum.acknowledgement()).isEqualTo(Acknowledgement.QUORUM);
            assertThat(disk.acknowledgement()).isEqualTo(Acknowledgement.DISK);

            cluster.askNoStandby();

            assertThatThrownBy(() -> quorum.put(message()).join())
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refusal -> assertThat(refusal.reason())
                                    .contains("asks no standby to confirm", "--ack quorum"));
            assertThat(quorum.stats().join().health()).contains("asks no standby to confirm");
            assertThat(disk.put(message()).join()).isPositive();
            Holder holder = quorum.holder();
            holder.watch(MessageStore.DEFAULT_TUBE);
            assertThat(holder.reserve(Duration.ZERO).join())
                    .as("what is there is handed out")
                    .isInstanceOf(Reserved.class);
            assertThatThrownBy(() -> open(cluster, Acknowledgement.QUORUM))
                    .isInstanceOfSatisfying(StoreException.class, refusal -> {
                        assertThat(refusal.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
                        assertThat(refusal.reason()).contains("has no standby that must confirm");
                    });

            cluster.askStandbys();

            await().ignoreExceptions().until(() -> quorum.put(message()).join() > 0);
            assertThat(quorum.stats().join().health()).isEqualTo("ok");
        }
    }

    /** With quorum what was acknowledged is there after the primary was lost, whatever came after it. */
    @Test
    void whatIsAcknowledgedIsWithAStandby() {
        try (PostgresCluster cluster = PostgresCluster.start()) {
            long last = 0;
            try (MessageStore store = open(cluster, Acknowledgement.QUORUM)) {
                for (int i = 0; i < 200; i++) {
                    last = store.put(message()).join();
                }
            }
            cluster.failOver(PostgresCluster.Fault.KILLED);
            try (MessageStore store = open(cluster, Acknowledgement.QUORUM)) {
                assertThat(store.size()).isEqualTo(200);
                assertThat(store.peek(last).join()).isPresent();
            }
        }
    }
}
