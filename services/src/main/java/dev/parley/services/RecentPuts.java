package dev.parley.services;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keys of messages that were stored lately, so that a put which is repeated because its answer was lost stores nothing twice. In memory
 * and bounded: the oldest makes room. Any thread.
 */
final class RecentPuts {
    static final Duration WINDOW = Duration.ofMinutes(10);
    /** Some 200 bytes each. */
    static final int MOST_KEYS = 50_000;

    /** A key belongs to its tube. */
    private record Key(String tube, String key) {}

    /** @param beganNanos when it was first put */
    private record Put(Key key, long beganNanos, CompletableFuture<Long> id) {}

    private final LongSupplier nanoTime;
    private final Map<Key, Put> puts = new HashMap<>();
    /** In the order in which they began; also those that have failed since. */
    private final ArrayDeque<Put> inOrder = new ArrayDeque<>();

    RecentPuts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The number of the message that was stored with this key within the window, or else of the one that is stored now. */
    CompletableFuture<Long> put(String tube, String key, Supplier<CompletableFuture<Long>> store) {
        Put put = new Put(new Key(tube, key), nanoTime.getAsLong(), new CompletableFuture<>());
        synchronized (this) {
            forgetOld(put.beganNanos);
            Put before = puts.putIfAbsent(put.key, put);
            if (before != null) {
                return before.id;
            }
            inOrder.add(put);
        }
        CompletableFuture<Long> stored;
        try {
            stored = store.get();
        } catch (RuntimeException e) {
            stored = CompletableFuture.failedFuture(e);
        }
        return stored.whenComplete((id, failure) -> {
            if (failure == null) {
                put.id.complete(id);
            } else {
                forget(put); // before it fails for others, who may try again
                put.id.completeExceptionally(failure);
            }
        });
    }

    private synchronized void forget(Put put) {
        puts.remove(put.key, put);
    }

    private void forgetOld(long nowNanos) {
        Put oldest = inOrder.peek();
        while (oldest != null && (nowNanos - oldest.beganNanos >= WINDOW.toNanos() || inOrder.size() >= MOST_KEYS)) {
            inOrder.remove();
            puts.remove(oldest.key, oldest);
            oldest = inOrder.peek();
        }
    }
}
