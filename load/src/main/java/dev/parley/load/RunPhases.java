package dev.parley.load;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The two phases of a run, warm-up and measured: which requests there are, and in which phase each is. Everything due from
 * {@code measureFromNanos} on is measured, until the time is over or enough have been started. Times are nanoseconds since
 * the start of the run. Safe for any thread.
 */
final class RunPhases {
    /** The phases of a run, as indices. */
    static final int WARM_UP = 0;

    static final int MEASURED = 1;
    static final int PHASES = 2;

    private final @Nullable Schedule schedule;
    private final long measureFromNanos;
    private final long endNanos;
    private final long endSequence;
    private final @Nullable AtomicLong tickets;

    private RunPhases(
            @Nullable Schedule schedule,
            long measureFromNanos,
            long endNanos,
            long endSequence,
            @Nullable AtomicLong tickets) {
        this.schedule = schedule;
        this.measureFromNanos = measureFromNanos;
        this.endNanos = endNanos;
        this.endSequence = endSequence;
        this.tickets = tickets;
    }

    static RunPhases of(LoadSpec spec) {
        long from = spec.warmUp().toNanos();
        Schedule schedule = spec.schedule();
        if (spec.count() == 0) {
            return new RunPhases(schedule, from, from + spec.duration().toNanos(), Long.MAX_VALUE, null);
        }
        if (schedule == null) {
            return new RunPhases(null, from, Long.MAX_VALUE, Long.MAX_VALUE, new AtomicLong(spec.count()));
        }
        long end = schedule.firstAt(from) + spec.count();
        return new RunPhases(schedule, from, schedule.startNanos(end), end, null);
    }

    boolean closedLoop() {
        return schedule == null;
    }

    /** True for a number of requests, false for a time. */
    boolean counted() {
        return endSequence != Long.MAX_VALUE || tickets != null;
    }

    long measureFromNanos() {
        return measureFromNanos;
    }

    /** The phase of the run a moment belongs to; computed without a branch, for the sake of {@link LoopRecorder}. */
    int phase(long nanos) {
        return (int) ((nanos - measureFromNanos) >> (Long.SIZE - 1)) + MEASURED;
    }

    /** When the last request has been due for its turn; {@link Long#MAX_VALUE} for a counted closed loop. */
    long endNanos() {
        return endNanos;
    }

    /** When this request is due, or {@link Long#MAX_VALUE} when it does not belong to this run. */
    long dueNanos(long sequence) {
        if (schedule == null || sequence >= endSequence) {
            return Long.MAX_VALUE;
        }
        long start = schedule.startNanos(sequence);
        return start < endNanos ? start : Long.MAX_VALUE;
    }

    /** Closed loop: takes the right to start one more request at this time. */
    boolean mayStart(long nowNanos) {
        if (nowNanos >= endNanos) {
            return false;
        }
        return tickets == null || tickets.getAndAdd(-phase(nowNanos)) > 0;
    }

    /** Closed loop: nothing more will be started. */
    boolean exhausted() {
        return tickets != null && tickets.get() <= 0;
    }
}
