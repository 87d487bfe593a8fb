package dev.parley.load;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A part of the warm-up of a run, or its measured part: which requests it has, and when each is due. Times are nanoseconds since its
 * begin. Safe for any thread.
 */
final class RunPhase {
    private static final long LONGEST_REHEARSAL_NANOS = 250_000_000L;

    private final @Nullable Schedule schedule;
    private final long endSequence;
    private final @Nullable AtomicLong tickets;
    private volatile long endNanos;

    private RunPhase(@Nullable Schedule schedule, long endNanos, long endSequence, @Nullable AtomicLong tickets) {
        this.schedule = schedule;
        this.endNanos = endNanos;
        this.endSequence = endSequence;
        this.tickets = tickets;
    }

    /** The beginning of the warm-up, which ends by itself. */
    static RunPhase rehearsal(LoadSpec spec) {
        Schedule schedule = spec.schedule();
        return new RunPhase(schedule == null ? null : schedule.warmUp(), rehearsalNanos(spec), Long.MAX_VALUE, null);
    }

    /** How much of the warm-up its beginning is. */
    static long rehearsalNanos(LoadSpec spec) {
        return Math.min(LONGEST_REHEARSAL_NANOS, spec.warmUp().toNanos() / 4);
    }

    /**
     * The rest of the warm-up, which {@link #end} ends.
     *
     * @param alone it ends by itself at its limit; with other load generators it goes on until all have come to their ends
     */
    static RunPhase warmUp(LoadSpec spec, boolean alone) {
        Schedule schedule = spec.schedule();
        long most = alone ? spec.warmUpLimit().toNanos() - rehearsalNanos(spec) : Long.MAX_VALUE;
        long limit = spec.warmUp().isZero() ? 0 : most;
        return new RunPhase(schedule == null ? null : schedule.warmUp(), limit, Long.MAX_VALUE, null);
    }

    static RunPhase measured(LoadSpec spec) {
        return measured(spec, Share.WHOLE);
    }

    static RunPhase measured(LoadSpec spec, Share share) {
        Schedule schedule = spec.schedule();
        if (spec.count() == 0) {
            return new RunPhase(schedule, spec.duration().toNanos(), Long.MAX_VALUE, null);
        }
        return schedule == null
                ? new RunPhase(null, Long.MAX_VALUE, Long.MAX_VALUE, new AtomicLong(share.requests(spec.count())))
                : new RunPhase(schedule, schedule.startNanos(spec.count()), spec.count(), null);
    }

    boolean closedLoop() {
        return schedule == null;
    }

    /** True for a number of requests, false for a time. */
    boolean counted() {
        return endSequence != Long.MAX_VALUE || tickets != null;
    }

    /** When the last request has been due for its turn; {@link Long#MAX_VALUE} for a counted closed loop. */
    long endNanos() {
        return endNanos;
    }

    /** Nothing more is due from this time on. */
    void end(long atNanos) {
        endNanos = atNanos;
    }

    /** When this request is due, or {@link Long#MAX_VALUE} when it does not belong to this phase. */
    long dueNanos(long sequence) {
        if (schedule == null || sequence >= endSequence) {
            return Long.MAX_VALUE;
        }
        long start = schedule.startNanos(sequence);
        return start < endNanos ? start : Long.MAX_VALUE;
    }

    /** When a request that was handed out is due: that this phase was ended meanwhile does not change it. Not in a closed loop. */
    long handedOutNanos(long sequence) {
        return Objects.requireNonNull(schedule, "a closed loop has no schedule").startNanos(sequence);
    }

    /** Closed loop: takes the right to start one more request at this time. */
    boolean mayStart(long nowNanos) {
        if (nowNanos >= endNanos) {
            return false;
        }
        return tickets == null || tickets.getAndDecrement() > 0;
    }

    /** Closed loop: nothing more will be started. */
    boolean exhausted() {
        return tickets != null && tickets.get() <= 0;
    }
}
