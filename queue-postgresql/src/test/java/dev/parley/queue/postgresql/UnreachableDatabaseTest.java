package dev.parley.queue.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database goes and comes back, and connections end in the middle of a commit. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class UnreachableDatabaseTest {
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        PostgresServer.skipWithoutPrograms();
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static MessageStore open(String database, Duration patience) {
        return PostgresStore.open(database, StoreLimits.NONE, null, patience);
    }

    private static NewMessage message(String text) {
        return new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), text.getBytes(UTF_8));
    }

    /** Each message that was acknowledged is there, each that is there was acknowledged, and none is there twice. */
    @Test
    void whatIsPutWhileConnectionsAreCutIsThereOnce() throws Exception {
        int producers = 20;
        int each = 1_000;
        Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
        int cuts = 0;
        String database = server.newDatabase();
        try (MessageStore store = open(database, StoreSettings.DEFAULT_PATIENCE);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> putting = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int producer = i;
                putting.add(threads.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        acknowledged.add(store.put(message(producer + "/" + n)).join());
                    }
                }));
            }
            while (acknowledged.size() < producers * each) {
                int before = acknowledged.size();
                await().until(() -> acknowledged.size() > before || acknowledged.size() == producers * each);
                cuts += Integer.parseInt(server.sql(
                        "postgres",
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where application_name = 'parley queue'"));
            }
            for (Future<?> one : putting) {
                one.get();
            }
            assertThat(cuts).isGreaterThan(5);
            Set<String> bodies = new HashSet<>();
            Set<Long> ids = new HashSet<>();
            Holder holder = store.holder();
            holder.watch("work");
            while (holder.reserve(Duration.ZERO).join() instanceof Reserved(Message message)) {
                assertThat(bodies.add(new String(message.body(), UTF_8)))
                        .as("stored once")
                        .isTrue();
                ids.add(message.id());
            }
            assertThat(ids).isEqualTo(acknowledged);
            assertThat(store.size()).isEqualTo(acknowledged.size());
        }
    }

    /** Its commit may have taken effect although its answer was lost: then it waits already. */
    @Test
    void whoWaitsWhileConnectionsAreCutGoesOnWaiting() throws Exception {
        int waiting = 20;
        int cuts = 20;
        AtomicLong waits = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        try (MessageStore store = open(server.newDatabase(), StoreSettings.DEFAULT_PATIENCE);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < waiting; i++) {
                all.add(threads.submit(() -> {
                    try (Holder holder = store.holder()) {
                        holder.watch("work");
                        while (!over.get()) {
                            assertThat(holder.reserve(Duration.ofMillis(5)).join())
                                    .isInstanceOf(Reservation.TimedOut.class);
                            waits.incrementAndGet();
                        }
                    }
                    return true;
                }));
            }
            for (int i = 0; i < cuts; i++) {
                long before = waits.get();
                await().until(() ->
                        waits.get() > before + waiting || all.stream().anyMatch(Future::isDone));
                server.sql(
                        "postgres",
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley queue'");
            }
            over.set(true);
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    @Test
    void operationsAreHeldWhileItIsAwayAndLeasesOutliveIt() {
        try (MessageStore store = open(server.newDatabase(), StoreSettings.DEFAULT_PATIENCE)) {
            long held = store.put(message("held")).join();
            Holder holder = store.holder();
            holder.watch("work");
            assertThat(holder.reserve(Duration.ZERO).join()).isInstanceOf(Reserved.class);

            server.stop("immediate");
            CompletableFuture<Long> put = store.put(message("while away"));
            CompletableFuture<Boolean> delete = holder.delete(held);
            server.begin();

            assertThat(put.join()).isGreaterThan(held);
            assertThat(delete.join()).isTrue();
            assertThat(store.size()).isOne();
        }
    }

    /** What was acknowledged from memory may be lost with it; the servers go on with what there is. */
    @Test
    void aDatabaseThatHasForgottenTheLastCommitsIsGoneOnWith() {
        try (PostgresServer forgetful = PostgresServer.start("wal_writer_delay=10s");
                MessageStore store = PostgresStore.open(
                        forgetful.newDatabase(),
                        StoreLimits.NONE,
                        Acknowledgement.MEMORY,
                        StoreSettings.DEFAULT_PATIENCE)) {
            long last = 0;
            for (int i = 0; i < 100; i++) {
                last = store.put(message("forgotten " + i)).join();
            }
            forgetful.stop("immediate");
            forgetful.begin();

            assertThat(store.put(message("new")).join()).as("no number twice").isGreaterThan(last);
            assertThat(store.stats().join().counts().ready()).isLessThan(100);
            assertThat(store.size()).isEqualTo(store.stats().join().counts().total());
        }
    }

    @Test
    void whatWaitsForTooLongIsRefusedAndWaitsForMessagesEndInTime() {
        try (MessageStore store = open(server.newDatabase(), Duration.ofMillis(300))) {
            Holder holder = store.holder();
            holder.watch("work");
            CompletableFuture<Reservation> waiting = holder.reserve(Duration.ofSeconds(1));
            store.stats().join();

            server.stop("immediate");
            try {
                assertThatThrownBy(() -> store.put(message("x")).join())
                        .cause()
                        .isInstanceOfSatisfying(StoreException.class, refusal -> {
                            assertThat(refusal.kind()).isEqualTo(StoreException.Kind.FAILED);
                            assertThat(refusal.reason())
                                    .contains("is unavailable: ")
                                    .doesNotContain("user=");
                        });
                store.stats().handle((stats, refusal) -> refusal).join();
                await().until(() -> {
                    store.size();
                    return waiting.isDone();
                });
                assertThat(waiting.join()).isInstanceOf(Reservation.TimedOut.class);
            } finally {
                server.begin();
            }
            await().ignoreExceptions().until(() -> store.put(message("again")).join() > 0);
        }
    }
}
