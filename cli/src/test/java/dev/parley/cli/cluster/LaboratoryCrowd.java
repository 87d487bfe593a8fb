package dev.parley.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Producers and consumers of a laboratory, at one server after the other, each as long as it answers; and what became of each message:
 *
 * <pre>
 *   asked --> acknowledged --> held by one, until its time to run ends at the earliest --> deleted
 * </pre>
 */
final class LaboratoryCrowd implements AutoCloseable {
    private static final int PRODUCERS = 4;
    private static final int CONSUMERS = 2;
    private static final int MOST_HELD = 5;
    private static final Duration TIME_TO_RUN = Duration.ofSeconds(10);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
    /** Longer than a server waits for its database. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

    private final Laboratory files;
    private final AtomicBoolean working = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> tasks = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final AtomicLong longestAway = new AtomicLong();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    /** Until when, at least. */
    private final Map<String, Long> heldUntil = new ConcurrentHashMap<>();

    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    /** Without an answer. */
    private final Set<String> perhapsDeleted = ConcurrentHashMap.newKeySet();

    private final Set<String> heldByTwo = ConcurrentHashMap.newKeySet();
    private final Set<String> heldAfterItsDelete = ConcurrentHashMap.newKeySet();

    /** Says something on a connection, again and again while all work. */
    private interface Work {
        void at(BeanstalkClient client) throws IOException, ProtocolException;

        /** The connection is about to end. */
        default void giveUp() {}
    }

    LaboratoryCrowd(Laboratory files) {
        this.files = files;
        for (int i = 0; i < PRODUCERS; i++) {
            int server = i;
            tasks.add(threads.submit(() -> atOneAfterTheOther(server, () -> this::produce)));
        }
        for (int i = 0; i < CONSUMERS; i++) {
            int server = i;
            tasks.add(threads.submit(() -> atOneAfterTheOther(server, Consumer::new)));
        }
    }

    private void atOneAfterTheOther(int first, Supplier<Work> works) {
        for (int i = first; working.get(); i++) {
            int server = 1 + i % Laboratory.PARLEY_SERVERS;
            try (BeanstalkClient client = BeanstalkClient.connect(
                    files.endpoint(server), BeanstalkClient.DEFAULT_OPTIONS.withTimeout(LONGEST_ANSWER))) {
                Work work = works.get();
                try {
                    while (working.get()) {
                        work.at(client);
                    }
                } finally {
                    work.giveUp();
                }
            } catch (IOException | ProtocolException _) {
                // it may have happened or not; the next server is asked for the next one
            }
        }
    }

    private void produce(BeanstalkClient client) throws IOException, ProtocolException {
        String name = Long.toString(numbers.incrementAndGet());
        asked.add(name);
        client.put(new NewMessage("default", 0, Duration.ZERO, TIME_TO_RUN, name.getBytes(UTF_8)));
        acknowledged.add(name);
        long now = System.nanoTime();
        longestAway.accumulateAndGet(now - lastAnswer.getAndSet(now), Math::max);
    }

    /** Holds some messages for a while before it deletes them. */
    private final class Consumer implements Work {
        private final Deque<Held> held = new ArrayDeque<>();

        private record Held(long id, String name, long untilNanos) {}

        @Override
        public void at(BeanstalkClient client) throws IOException, ProtocolException {
            long before = System.nanoTime();
            Optional<BeanstalkMessage> message = client.reserve(SHORT_WAIT);
            if (message.isPresent()) {
                String name = new String(message.get().body(), UTF_8);
                take(new Held(message.get().id(), name, before + TIME_TO_RUN.toNanos()));
            }
            if (message.isEmpty() || held.size() > MOST_HELD) {
                Held oldest = held.poll();
                if (oldest != null) {
                    heldUntil.remove(oldest.name, oldest.untilNanos); // whatever becomes of the delete
                    perhapsDeleted.add(oldest.name);
                    if (client.delete(oldest.id)) {
                        deleted.add(oldest.name);
                    }
                }
            }
        }

        private void take(Held message) {
            if (deleted.contains(message.name)) {
                heldAfterItsDelete.add(message.name);
            }
            Long other = heldUntil.put(message.name, message.untilNanos);
            if (other != null && System.nanoTime() - other < 0) {
                heldByTwo.add(message.name);
            }
            held.add(message);
        }

        @Override
        public void giveUp() {
            held.forEach(message -> heldUntil.remove(message.name, message.untilNanos));
        }
    }

    /** So far; all still work. */
    int acknowledged() {
        for (Future<?> task : tasks) {
            if (task.state() == Future.State.FAILED) {
                throw new AssertionError("one has ended: " + task.exceptionNow(), task.exceptionNow());
            }
        }
        return acknowledged.size();
    }

    /** Of now on, what is the longest time without an acknowledged put? */
    void watch() {
        longestAway.set(0);
    }

    Duration longestAway() {
        return Duration.ofNanos(longestAway.get());
    }

    /** Ends the work, and takes what is left, once all that is held is ready again. */
    void endsWell() throws InterruptedException, ExecutionException, IOException, ProtocolException {
        working.set(false);
        for (Future<?> task : tasks) {
            task.get();
        }
        List<String> left = left();
        assertThat(left).as("left in the queue").doesNotHaveDuplicates().doesNotContainAnyElementsOf(deleted);
        assertThat(asked).containsAll(left);
        List<String> lost = acknowledged.stream()
                .filter(name -> !deleted.contains(name) && !perhapsDeleted.contains(name) && !left.contains(name))
                .toList();
        System.out.printf(
                "  %d acknowledged, %d lost; %d deleted by consumers, %d held by two, %d after their delete%n",
                acknowledged.size(), lost.size(), deleted.size(), heldByTwo.size(), heldAfterItsDelete.size());
        assertThat(lost).as("acknowledged and not there").isEmpty();
        assertThat(heldByTwo).as("held by two").isEmpty();
        assertThat(heldAfterItsDelete).as("handed out after its delete").isEmpty();
    }

    private List<String> left() throws IOException, ProtocolException {
        List<String> all = new ArrayList<>();
        try (BeanstalkClient client = BeanstalkClient.connect(
                files.endpoint(2), BeanstalkClient.DEFAULT_OPTIONS.withTimeout(LONGEST_ANSWER))) {
            while (true) {
                List<BeanstalkMessage> some = client.reserveBatch(100);
                for (BeanstalkMessage message : some) {
                    all.add(new String(message.body(), UTF_8));
                    assertThat(client.delete(message.id())).isTrue();
                }
                if (some.isEmpty() && !isHeld(client)) {
                    return all;
                }
                if (some.isEmpty()) { // a server that was killed has left it to its time to run
                    Optional<BeanstalkMessage> late = client.reserve(SHORT_WAIT);
                    if (late.isPresent()) {
                        all.add(new String(late.get().body(), UTF_8));
                        assertThat(client.delete(late.get().id())).isTrue();
                    }
                }
            }
        }
    }

    private static boolean isHeld(BeanstalkClient client) throws IOException, ProtocolException {
        Map<String, String> stats = client.stats();
        return !stats.getOrDefault("current-jobs-reserved", "0").equals("0")
                || !stats.getOrDefault("current-jobs-ready", "0").equals("0");
    }

    @Override
    public void close() {
        working.set(false);
        threads.shutdownNow();
    }
}
