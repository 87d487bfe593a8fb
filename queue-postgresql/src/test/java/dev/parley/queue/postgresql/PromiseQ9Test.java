package dev.parley.queue.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.PostgresCluster;
import dev.parley.testkit.PostgresCluster.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The primary of the database is lost under load, again and again: nothing that was acknowledged is lost, nothing is held by two,
 * and nothing that was deleted is handed out. Two servers, producers and consumers on both.
 */
class PromiseQ9Test {
    private static final int PRODUCERS = 8;
    private static final int CONSUMERS = 8;
    /** Producers are faster than consumers; what is left at the end is waited for. */
    private static final int MOST_WAITING = 20_000;

    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 1_000_000;
    private static final Duration SHORT_WAIT = Duration.ofMillis(200);

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    /** Each put that was begun: an answer may be lost with a server. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> heldBy = new ConcurrentHashMap<>();
    private final AtomicBoolean producing = new AtomicBoolean(true);
    private final AtomicBoolean consuming = new AtomicBoolean(true);
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final AtomicLong longestAway = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    @Test
    @Tag("alone")
    @Timeout(300)
    void aPrimaryThatIsLostTakesNothingWithIt() throws Exception {
        survives(2);
    }

    @Test
    @Tag("nightly")
    void aPrimaryThatIsLostAHundredTimesTakesNothingWithIt() throws Exception {
        survives(100);
    }

    private void survives(int timesEach) throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start();
                MessageStore first = open(cluster);
                MessageStore second = open(cluster);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                AutoCloseable _ = this::endAll) { // closed first: a failure is not hidden behind threads that go on
            List<Future<Boolean>> producers = new ArrayList<>();
            List<Future<Boolean>> consumers = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                MessageStore store = i % 2 == 0 ? first : second;
                producers.add(threads.submit(() -> produce(store)));
            }
            for (int i = 0; i < CONSUMERS; i++) {
                MessageStore store = i % 2 == 0 ? first : second;
                long number = i;
                consumers.add(threads.submit(() -> consume(store, number)));
            }
            await().until(() -> acknowledged.size() > PRODUCERS);
            Set<Fault> faults = PostgresCluster.possibleFaults();
            for (int i = 0; i < timesEach; i++) {
                for (Fault fault : faults) {
                    longestAway.set(0);
                    cluster.failOver(fault);
                    int before = acknowledged.size();
                    await().atMost(LONGEST_AWAY).until(() -> acknowledged.size() > before + PRODUCERS);
                    System.out.printf("%s: no put acknowledged for %.1f s%n", fault, longestAway.get() / 1e9);
                    assertThat(Duration.ofNanos(longestAway.get())).isLessThan(LONGEST_AWAY);
                    cluster.repair();
                }
            }
            producing.set(false);
            for (Future<Boolean> producer : producers) {
                assertThat(producer.get()).isTrue();
            }
            while (first.stats().get().counts().total() > 0) {
                assertThat(consumers).noneMatch(Future::isDone);
            }
            consuming.set(false);
            for (Future<Boolean> consumer : consumers) {
                assertThat(consumer.get()).isTrue();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(1_000);
        assertThat(deleted).containsAll(acknowledged);
        assertThat(asked).containsAll(deleted);
    }

    private void endAll() {
        producing.set(false);
        consuming.set(false);
    }

    private static MessageStore open(PostgresCluster cluster) {
        return PostgresStore.open(cluster.location(), StoreLimits.NONE, null, StoreSettings.DEFAULT_PATIENCE);
    }

    private boolean produce(MessageStore store) {
        while (producing.get()) {
            if (acknowledged.size() - deleted.size() > MOST_WAITING) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            String name = Long.toString(numbers.incrementAndGet());
            asked.add(name);
            try {
                store.put(new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), name.getBytes(UTF_8)))
                        .get();
                acknowledged.add(name);
                answered();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(StoreException.class);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }

    private void answered() {
        long now = System.nanoTime();
        long before = lastAnswer.getAndSet(now);
        longestAway.accumulateAndGet(now - before, Math::max);
    }

    private boolean consume(MessageStore store, long number) {
        Random random = new Random(number);
        try (Holder holder = store.holder()) {
            holder.watch("work");
            while (consuming.get()) {
                if (tried(() -> holder.reserve(SHORT_WAIT).join()) instanceof Reserved(Message message)) {
                    String name = new String(message.body(), UTF_8);
                    assertThat(heldBy.putIfAbsent(name, number))
                            .as(name + " is held already")
                            .isNull();
                    assertThat(deleted).as("handed out after its delete").doesNotContain(name);
                    heldBy.remove(name);
                    if (random.nextInt(5) == 0) {
                        tried(() ->
                                holder.release(message.id(), 0, Duration.ZERO).join());
                    } else if (Boolean.TRUE.equals(
                            tried(() -> holder.delete(message.id()).join()))) {
                        deleted.add(name);
                    }
                }
            }
        }
        return true;
    }

    /** Null when it is refused: what became of it is not known then. */
    private static <T> @Nullable T tried(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(StoreException.class);
            return null;
        }
    }
}
