package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Does the same at random to a store and to a {@link StoreModel}, and compares every answer. */
final class StoreHistory {
    private static final List<String> TUBES = List.of("a", "b", "c");
    private static final int HOLDERS = 4;
    private static final int MANY = 200;
    private static final int KEYS = 20;

    /** The same holder twice. */
    private record Pair(Holder real, StoreModel.Holder plain, Set<String> watched) {}

    private final MessageStore store;
    private final ManualStoreClock clock;
    private final Random random;
    private final StoreModel model = new StoreModel();
    private final List<Pair> holders = new ArrayList<>();
    private final Map<Long, byte[]> bodies = new HashMap<>();
    private long lastId;

    StoreHistory(MessageStore store, ManualStoreClock clock, long seed) {
        this.store = store;
        this.clock = clock;
        this.random = new Random(seed);
    }

    void run(int steps) {
        for (int i = 0; i < HOLDERS; i++) {
            holders.add(opened());
        }
        for (int step = 0; step < steps; step++) {
            step();
        }
        TUBES.forEach(this::compare);
        holders.forEach(holder -> holder.real.close());
    }

    private Pair opened() {
        return new Pair(store.holder(), new StoreModel.Holder(), new HashSet<>());
    }

    private void step() {
        Pair holder = holders.get(random.nextInt(HOLDERS));
        String tube = TUBES.get(random.nextInt(TUBES.size()));
        long id = 1 + random.nextLong(lastId + 1);
        long priority = random.nextInt(4);
        Duration delay = Duration.ofSeconds(Math.max(0, random.nextInt(8) - 4));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> put(tube, priority, delay);
            case 5, 6, 7, 8 -> reserve(holder);
            case 9 -> reserve(holder, id);
            case 10, 11 ->
                same(
                        "delete",
                        model.delete(holder.plain, id),
                        holder.real.delete(id).join());
            case 12 ->
                same(
                        "release",
                        model.release(holder.plain, id, priority, delay.toNanos()),
                        holder.real.release(id, priority, delay).join());
            case 13 ->
                same(
                        "bury",
                        model.bury(holder.plain, id, priority),
                        holder.real.bury(id, priority).join());
            case 14 ->
                same(
                        "touch",
                        model.touch(holder.plain, id),
                        holder.real.touch(id).join());
            case 15 -> same("kick", model.kick(tube, 2), store.kick(tube, 2).join());
            case 16 -> watch(holder, tube);
            case 17 -> advance(Duration.ofMillis(random.nextInt(1_500)));
            case 18 -> compare(tube);
            default -> seldom(holder, tube);
        }
    }

    private void seldom(Pair holder, String tube) {
        int what = random.nextInt(10);
        if (what == 0) {
            for (int i = 0; i < MANY; i++) { // more than a store may keep of an order in memory
                put(tube, random.nextInt(4), Duration.ZERO);
            }
        } else if (what < 3) {
            same("purge", model.purge(tube), store.purge(tube).join());
        } else {
            holder.real.close();
            store.stats().join(); // it has given back what it had when what is asked later is answered
            model.close(holder.plain);
            holders.set(holders.indexOf(holder), opened());
        }
    }

    private void put(String tube, long priority, Duration delay) {
        Duration timeToRun = Duration.ofSeconds(1 + random.nextInt(5));
        byte[] body = new byte[random.nextInt(300)];
        random.nextBytes(body);
        NewMessage message = new NewMessage(tube, priority, delay, timeToRun, body);
        int key = random.nextInt(5 * KEYS);
        long id;
        if (key < KEYS) {
            id = model.putOnce(Integer.toString(key), tube, priority, delay.toNanos(), timeToRun.toNanos());
            same("put once", id, store.putOnce(Integer.toString(key), message).join());
        } else {
            id = model.put(tube, priority, delay.toNanos(), timeToRun.toNanos());
            same("put", id, store.put(message).join());
        }
        bodies.putIfAbsent(id, body.clone());
        lastId = Math.max(lastId, id);
    }

    private void reserve(Pair holder) {
        String real = switch (holder.real.reserve(Duration.ZERO).join()) {
            case Reservation.Reserved(Message message) -> {
                assertThat(message.body()).isEqualTo(bodies.get(message.id()));
                yield Long.toString(message.id());
            }
            case Reservation.DeadlineSoon _ -> "soon";
            case Reservation.TimedOut _ -> "none";
        };
        same("reserve", model.reserve(holder.plain, holder.watched), real);
    }

    private void reserve(Pair holder, long id) {
        same(
                "reserve " + id,
                model.reserve(holder.plain, id),
                holder.real.reserve(id).join().isPresent());
    }

    private void watch(Pair holder, String tube) {
        if (holder.watched.add(tube)) {
            holder.real.watch(tube);
        } else {
            holder.watched.remove(tube);
            holder.real.ignore(tube);
        }
    }

    private void advance(Duration time) {
        store.stats().join(); // what was asked for before has begun then
        clock.advance(time);
        model.advance(time.toNanos());
    }

    private void compare(String tube) {
        for (MessageState state : MessageState.values()) {
            List<MessageStats> real = store.list(tube, state, Integer.MAX_VALUE).join();
            same(
                    "list " + state,
                    model.list(tube, state),
                    real.stream().map(MessageStats::id).toList());
            real.forEach(stats -> {
                StoreModel.Message plain = model.find(stats.id()).orElseThrow();
                same("priority", plain.priority, stats.priority());
                same("reserves", plain.reserves, stats.history().reserves());
                same("timeouts", plain.timeouts, stats.history().timeouts());
            });
        }
        Optional<Long> next = model.list(tube, MessageState.READY).stream().findFirst();
        same("peek", next, store.peek(tube, MessageState.READY).join().map(Message::id));
    }

    private static <T> void same(String what, T plain, T real) {
        assertThat(real).as(what).isEqualTo(plain);
    }
}
