package dev.parley.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.queue.MessageStore.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private static final int MANY = 1_000;

    @Test
    void handsOutInTheOrderOfStoring() {
        MemoryStore store = storing("a", "b", "c");

        assertThat(List.of(take(store), take(store), take(store))).containsExactly("a", "b", "c");
        assertThat(store.take()).isNull();
        assertThat(store.size()).isZero();
    }

    @Test
    void keepsAnEmptyMessageApartFromNone() {
        MemoryStore store = storing("");

        assertThat(take(store)).isEmpty();
        assertThat(store.take()).isNull();
    }

    @Test
    void putsWhatIsGivenBackWhereItStood() {
        MemoryStore store = storing("a", "b", "c", "d");
        Lease a = lease(store);
        Lease b = lease(store);
        Lease c = lease(store);

        b.taken();
        c.giveBack();
        a.giveBack();
        assertThat(store.put("e".getBytes(UTF_8))).isNull();

        assertThat(List.of(take(store), take(store), take(store), take(store))).containsExactly("a", "c", "d", "e");
        assertThat(store.take()).isNull();
    }

    @Test
    void refusesAboveItsNumberOfMessages() {
        MemoryStore store = new MemoryStore(2, 1 << 20);
        assertThat(put(store, "a")).isNull();
        assertThat(put(store, "b")).isNull();

        assertThat(put(store, "c")).isEqualTo("the queue is full: 2 messages");
        assertThat(store.size()).isEqualTo(2);
        take(store);
        assertThat(put(store, "c")).isNull();
    }

    @Test
    void refusesAboveItsBytesWithWhatAMessageCostsBeside() {
        int costBytes = 36 + MemoryStore.OVERHEAD_BYTES;
        MemoryStore store = new MemoryStore(MANY, 2L * costBytes);
        assertThat(put(store, "x".repeat(36))).isNull();

        assertThat(put(store, "x".repeat(37))).isEqualTo("the queue is full: 100 of 200 bytes are taken");
        assertThat(put(store, "x".repeat(36))).isNull();
        assertThat(put(store, "")).contains("200 of 200 bytes");
    }

    @Test
    void countsWhatIsHandedOutUntilItIsTaken() {
        MemoryStore store = new MemoryStore(1, 1 << 20);
        put(store, "a");
        Lease lease = lease(store);

        assertThat(store.size()).isEqualTo(1);
        assertThat(put(store, "b")).isNotNull();
        lease.giveBack();
        assertThat(put(store, "b")).isNotNull();
        lease(store).taken();

        assertThat(store.size()).isZero();
        assertThat(put(store, "b")).isNull();
    }

    @Test
    void holdsAtLeastSomething() {
        assertThatThrownBy(() -> new MemoryStore(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryStore(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void losesAndDoublesNothingUnderConcurrentPutsTakesAndGiveBacks() throws Exception {
        List<List<String>> taken = new Crowd(3, 3).run();

        assertThat(taken.stream().flatMap(List::stream)).hasSize(3 * MANY).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheOrderOfEachPutterForATakerAlone() throws Exception {
        List<String> taken = new Crowd(2, 1).run().getFirst();

        for (int putter = 0; putter < 2; putter++) {
            String name = putter + ":";
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                expected.add(name + i);
            }
            assertThat(taken).filteredOn(m -> m.startsWith(name)).isEqualTo(expected);
        }
    }

    /** Putters and takers at once; the takers now and then give back before they take for good. */
    private static final class Crowd {
        private final int putters;
        private final int takers;
        private final MemoryStore store;
        private final CyclicBarrier start;
        private final AtomicInteger left;
        /** One for each message that the store must have now, so that a taker that gets none has found one lost. */
        private final Semaphore there = new Semaphore(0);

        Crowd(int putters, int takers) {
            this.putters = putters;
            this.takers = takers;
            this.store = new MemoryStore(putters * MANY, 1 << 20);
            this.start = new CyclicBarrier(putters + takers);
            this.left = new AtomicInteger(putters * MANY);
        }

        /** What each taker took for good. */
        List<List<String>> run() throws Exception {
            List<List<String>> taken = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(putters + takers)) {
                List<Callable<List<String>>> all = new ArrayList<>();
                for (int t = 0; t < takers; t++) {
                    int seed = t;
                    all.add(() -> takeAll(new Random(seed)));
                }
                for (int p = 0; p < putters; p++) {
                    int putter = p;
                    all.add(() -> putAll(putter));
                }
                for (Future<List<String>> result : threads.invokeAll(all, 30, TimeUnit.SECONDS)) {
                    taken.add(result.get());
                }
            }
            assertThat(store.size()).isZero();
            assertThat(store.take()).isNull();
            return taken.subList(0, takers);
        }

        private List<String> putAll(int putter) throws Exception {
            start.await();
            for (int i = 0; i < MANY; i++) {
                put(store, putter + ":" + i);
                there.release();
            }
            return List.of();
        }

        private List<String> takeAll(Random random) throws Exception {
            List<String> taken = new ArrayList<>();
            start.await();
            while (true) {
                there.acquire();
                if (left.get() == 0) {
                    return taken;
                }
                Lease lease = lease(store);
                if (takers > 1 && random.nextInt(4) == 0) {
                    lease.giveBack();
                    there.release();
                    continue;
                }
                taken.add(new String(lease.message(), UTF_8));
                lease.taken();
                if (left.decrementAndGet() == 0) {
                    there.release(takers);
                }
            }
        }
    }

    private static MemoryStore storing(String... messages) {
        MemoryStore store = new MemoryStore(MANY, 1 << 20);
        for (String message : messages) {
            assertThat(put(store, message)).isNull();
        }
        return store;
    }

    private static @Nullable String put(MemoryStore store, String message) {
        return store.put(message.getBytes(UTF_8));
    }

    private static Lease lease(MemoryStore store) {
        Lease lease = store.take();
        assertThat(lease).isNotNull();
        return lease;
    }

    private static String take(MemoryStore store) {
        Lease lease = lease(store);
        lease.taken();
        return new String(lease.message(), UTF_8);
    }
}
