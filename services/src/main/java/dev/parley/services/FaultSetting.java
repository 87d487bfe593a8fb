package dev.parley.services;

import org.jspecify.annotations.Nullable;

/**
 * Faults from when they are set until others are, and what all conversations count together meanwhile. Each is another, also where the
 * faults are the same. Any thread.
 */
final class FaultSetting {
    private final Faults faults;
    private final boolean off;
    private final FirstMessages requests;
    private final FirstMessages replies;
    private final @Nullable TokenBucket bucket;

    FaultSetting(Faults faults) {
        this.faults = faults;
        this.off = faults.isNone();
        this.requests = new FirstMessages(faults.first());
        this.replies = new FirstMessages(faults.first());
        this.bucket = faults.bytesPerSecond() < Faults.UNLIMITED ? new TokenBucket(faults.bytesPerSecond()) : null;
    }

    Faults faults() {
        return faults;
    }

    /** Whether there are none. */
    boolean off() {
        return off;
    }

    /** Those that are delayed. */
    FirstMessages requests() {
        return requests;
    }

    /** Those that have faults. */
    FirstMessages replies() {
        return replies;
    }

    /** Null without a bandwidth. */
    @Nullable
    TokenBucket bucket() {
        return bucket;
    }
}
