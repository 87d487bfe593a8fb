package dev.parley.queue.postgresql;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** This run of a server in the database's table of servers. For one thread at a time. */
final class ServerNumber {
    private static final int HOLDER_BITS = 32;

    private final @Nullable LongSupplier testClock;
    private long id;
    private String store = "";
    private long lastBatch;

    /** @param testClock null for the database's own clock */
    ServerNumber(@Nullable LongSupplier testClock) {
        this.testClock = testClock;
    }

    void is(long number, String identity) {
        id = number;
        store = identity;
    }

    /** Names the tables; the same for all servers that share them. */
    String store() {
        return store;
    }

    long id() {
        return id;
    }

    /** The key of one of its holders; the first is that of number 0. */
    long holderKey(long number) {
        return (id << HOLDER_BITS) + number;
    }

    long lastHolderKey() {
        return holderKey((1L << HOLDER_BITS) - 1);
    }

    long lastBatch() {
        return lastBatch;
    }

    void isAt(long batch) {
        lastBatch = batch;
    }

    void batchCommitted() {
        lastBatch++;
    }

    @Nullable
    Long testTime() {
        return testClock == null ? null : testClock.getAsLong();
    }
}
