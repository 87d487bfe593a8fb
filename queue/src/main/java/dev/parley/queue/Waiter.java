package dev.parley.queue;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A reserve that waits. For one thread at a time. */
final class Waiter {
    final HolderState holder;
    final CompletableFuture<Reservation> answer;
    /** {@link Long#MAX_VALUE} when it waits for as long as it takes. */
    final long untilNanos;

    Timers.@Nullable Timer timer;

    Waiter(HolderState holder, CompletableFuture<Reservation> answer, long untilNanos) {
        this.holder = holder;
        this.answer = answer;
        this.untilNanos = untilNanos;
    }
}
