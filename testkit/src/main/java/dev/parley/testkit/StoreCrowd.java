package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation.Reserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fifty producers and fifty consumers on one store: consumers that give back, delay and bury what they got, that go while they hold
 * messages, and that go while they wait. Everything that was put is deleted once in the end.
 */
final class StoreCrowd {
    private static final int PRODUCERS = 50;
    private static final int CONSUMERS = 50;
    private static final int EACH = 100;
    private static final long ALL = (long) PRODUCERS * EACH;
    private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Duration SHORT_WAIT = Duration.ofMillis(20);
    private static final List<String> TUBES = List.of("a", "b", "c");

    private final MessageStore store;
    private final long seed;
    private final MessageHistory history = new MessageHistory();
    private final long begunNanos = System.nanoTime();

    StoreCrowd(MessageStore store, long seed) {
        this.store = store;
        this.seed = seed;
    }

    void run() throws Exception {
        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PRODUCERS; i++) {
                int number = i;
                all.add(threads.submit(() -> produce(number)));
            }
            for (int i = 0; i < CONSUMERS; i++) {
                Random random = new Random(seed + i);
                all.add(threads.submit(() -> consume(random)));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(history.deleted()).as("deleted").isEqualTo(ALL);
        assertThat(store.size()).isZero();
    }

    /** Not for ever: what is lost is never deleted. */
    private boolean toDo() {
        return history.deleted() < ALL && System.nanoTime() - begunNanos < MOST_NANOS;
    }

    private boolean produce(int number) {
        for (int i = 0; i < EACH; i++) {
            String name = number + "/" + i;
            history.putting(name);
            Duration delay = i % 10 == 0 ? SHORT_WAIT : Duration.ZERO;
            NewMessage message =
                    new NewMessage(TUBES.get(i % TUBES.size()), i % 4, delay, NewMessage.LONGEST, name.getBytes(UTF_8));
            assertThat(store.put(message).join()).isPositive();
        }
        return true;
    }

    private boolean consume(Random random) {
        while (toDo()) {
            try (Holder holder = store.holder()) {
                TUBES.forEach(holder::watch);
                List<String> kept = new ArrayList<>();
                for (int i = 0; i < 20 && toDo(); i++) {
                    if (holder.reserve(SHORT_WAIT).join() instanceof Reserved(Message message)) {
                        work(holder, message, random.nextInt(20), kept);
                    }
                }
                kept.forEach(history::givingBack); // it goes, and holds these
                if (random.nextInt(4) == 0) {
                    leaveWhileWaiting(holder);
                }
            }
        }
        return true;
    }

    private void work(Holder holder, Message message, int what, List<String> kept) {
        String name = new String(message.body(), UTF_8);
        history.held(name);
        switch (what) {
            case 0, 1 -> kept.add(name);
            case 2, 3 -> {
                history.givingBack(name);
                assertThat(holder.release(message.id(), 2, Duration.ZERO).join())
                        .isTrue();
            }
            case 4 -> {
                history.givingBack(name);
                assertThat(holder.release(message.id(), 2, SHORT_WAIT).join()).isTrue();
            }
            case 5 -> {
                history.givingBack(name);
                assertThat(holder.bury(message.id(), 2).join()).isTrue();
                store.kick(message.tube(), Long.MAX_VALUE).join();
            }
            case 6 -> {
                assertThat(holder.touch(message.id()).join()).isTrue();
                delete(holder, message, name);
            }
            default -> delete(holder, message, name);
        }
    }

    private void delete(Holder holder, Message message, String name) {
        history.deleting(name);
        assertThat(holder.delete(message.id()).join()).isTrue();
    }

    /** A message that is handed out just then is ready again: the answer is never read. */
    private static void leaveWhileWaiting(Holder holder) {
        var _ = holder.reserve(Holder.FOREVER);
        holder.close();
    }
}
