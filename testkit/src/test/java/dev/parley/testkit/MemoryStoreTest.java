package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.queue.Holder;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is of the store in memory alone, and many threads on it at once; its rules are in {@link StoreContract}. */
@Timeout(60)
class MemoryStoreTest {
    private static final int PRODUCERS = 4;
    private static final int EACH = 2_000;

    private static NewMessage message(int bytes) {
        return NewMessage.of(new byte[bytes]);
    }

    @Test
    void refusesWhatDoesNotFitItsBytes() throws Exception {
        long room = 2L * StoreLimits.cost(100);
        try (MessageStore store = MemoryStore.open(new StoreLimits(1000, room))) {
            store.put(message(100)).get();
            assertThatThrownBy(() -> store.put(message(101)).get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(StoreException.Kind.FULL));
            store.put(message(100)).get();
            assertThat(store.size()).isEqualTo(2);
        }
    }

    @Test
    void whatIsDeletedMakesRoom() throws Exception {
        try (MessageStore store = MemoryStore.open(new StoreLimits(1, 1L << 20))) {
            long id = store.put(message(1)).get();
            assertThatThrownBy(() -> store.put(message(1)).get()).hasCauseInstanceOf(StoreException.class);
            assertThat(store.delete(id).get()).isTrue();
            assertThat(store.put(message(1)).get()).isEqualTo(id + 1);
        }
    }

    /** Consumers that give back every third message and leave while they hold one: each is deleted once, and held by one at a time. */
    @Test
    void nothingIsLostAndNothingHeldByTwo() throws Exception {
        try (MessageStore store = MemoryStore.open(StoreLimits.NONE)) {
            CountDownLatch left = new CountDownLatch(PRODUCERS * EACH);
            Map<Long, Thread> held = new ConcurrentHashMap<>();
            Map<Long, Integer> deleted = new ConcurrentHashMap<>();
            List<Throwable> failures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                int producer = i;
                threads.add(Thread.ofPlatform().unstarted(() -> produce(store, producer)));
                threads.add(Thread.ofPlatform().unstarted(() -> consume(store, held, deleted, left)));
            }
            threads.forEach(thread -> thread.setUncaughtExceptionHandler((_, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
                while (left.getCount() > 0) {
                    left.countDown();
                }
            }));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(deleted).hasSize(PRODUCERS * EACH);
            assertThat(deleted.values()).allMatch(times -> times == 1);
            assertThat(store.size()).isZero();
        }
    }

    private static void produce(MessageStore store, int producer) {
        for (int i = 0; i < EACH; i++) {
            byte[] body = ByteBuffer.allocate(8).putInt(producer).putInt(i).array();
            assertThat(store.put(NewMessage.of(body)).join()).isPositive();
        }
    }

    private static void consume(
            MessageStore store, Map<Long, Thread> held, Map<Long, Integer> deleted, CountDownLatch left) {
        for (int turn = 0; left.getCount() > 0; turn++) {
            try (Holder holder = store.holder()) {
                holder.watch(MessageStore.DEFAULT_TUBE);
                for (int i = 0; i < 10; i++) {
                    if (holder.reserve(Duration.ofMillis(20)).join() instanceof Reserved(Message message)) {
                        handle(holder, message, turn + i, held, deleted, left);
                    }
                }
            }
        }
    }

    private static void handle(
            Holder holder,
            Message message,
            int number,
            Map<Long, Thread> held,
            Map<Long, Integer> deleted,
            CountDownLatch left) {
        assertThat(held.put(message.id(), Thread.currentThread())).isNull();
        assertThat(deleted).doesNotContainKey(message.id());
        held.remove(message.id());
        if (number % 3 == 0) {
            assertThat(holder.release(message.id(), 0, Duration.ZERO).join()).isTrue();
        } else if (number % 10 != 9) { // else it is held until the holder is closed
            deleted.merge(message.id(), 1, Integer::sum);
            assertThat(holder.delete(message.id()).join()).isTrue();
            left.countDown();
        }
    }
}
