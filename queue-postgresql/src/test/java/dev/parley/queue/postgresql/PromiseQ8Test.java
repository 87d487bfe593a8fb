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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer says what it means: whether a standby has it is looked at, not believed. */
@Tag("slow")
@Timeout(100)
class PromiseQ8Test {
    /** An answer of the database is given up after 10 s, and asked for again. */
    private static final Duration LONGER_THAN_AN_ANSWER = Duration.ofSeconds(32);

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

    /** It waits for as long as they are away, without taking one connection after the other. */
    @Test
    void aPutIsAnsweredWhenAStandbyHasItAndNotBefore() {
        try (PostgresCluster cluster = PostgresCluster.start();
                MessageStore quorum = PostgresStore.open(
                        cluster.location(), StoreLimits.NONE, Acknowledgement.QUORUM, Duration.ofMinutes(1));
                MessageStore disk = open(cluster, Acknowledgement.DISK)) {
            cluster.freezeStandbys();
            CompletableFuture<Long> put = quorum.put(message());
            await().atMost(LONGER_THAN_AN_ANSWER.plusSeconds(10))
                    .pollDelay(LONGER_THAN_AN_ANSWER)
                    .until(() -> disk.put(message()).join() > 0);
            assertThat(put).isNotDone();
            assertThat(Integer.parseInt(cluster.sql(
                            "select count(*) from pg_stat_activity where application_name = 'parley queue'")))
                    .as("that of each, those that wait for the standby, and one that waits for them")
                    .isLessThanOrEqualTo(4);

            cluster.thawStandbys();

            long id = put.join();
            assertThat(disk.peek(id).join()).isPresent();
            await().untilAsserted(() ->
                    assertThat(quorum.stats().join().counts().ready()).isEqualTo(2));
        }
    }

    /** Somebody may end its wait: then it is committed, and the database warns and says that it was. */
    @Test
    void aPutWhoseWaitForAStandbyIsEndedIsNotAcknowledged() {
        try (PostgresCluster cluster = PostgresCluster.start();
                MessageStore quorum = open(cluster, Acknowledgement.QUORUM)) {
            cluster.freezeStandbys();
            CompletableFuture<Long> put = quorum.put(message());
            await().until(() -> cluster.sql("select count(pg_cancel_backend(pid)) from pg_stat_activity"
                            + " where application_name = 'parley queue' and wait_event = 'SyncRep'")
                    .equals("1"));

            assertThatThrownBy(put::join)
                    .hasMessageContaining("the message is stored, but not known to be with a standby");
            cluster.thawStandbys();
        }
    }
}
