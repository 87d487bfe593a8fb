package dev.parley.queue.postgresql;

import dev.parley.queue.Reservation;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;

/** A reserve that is not answered yet. For one thread at a time. */
final class Waiter {
    static final Comparator<Waiter> BY_ARRIVAL = Comparator.comparingLong(waiter -> waiter.number);
    static final Comparator<Waiter> BY_ALARM =
            Comparator.comparingLong((Waiter waiter) -> waiter.alarmNanos).thenComparing(BY_ARRIVAL);

    final PostgresHolder holder;
    final CompletableFuture<Reservation> answer;
    /** {@link Long#MAX_VALUE} when it waits for as long as it takes. */
    final long untilNanos;
    /** In the order they came. */
    final long number;
    /** When it is to be looked at, in the order of the waiting room. */
    long alarmNanos;

    Waiter(PostgresHolder holder, CompletableFuture<Reservation> answer, long untilNanos, long number) {
        this.holder = holder;
        this.answer = answer;
        this.untilNanos = untilNanos;
        this.number = number;
    }
}
