package dev.parley.load;

import dev.parley.result.ScheduleKind;

/**
 * The planned start of every request of a load. Pure: the same sequence number always gives the same time, on any thread.
 * A closed loop has no schedule: there each request starts when a reply has come, and nothing can be late.
 */
public interface Schedule {
    /**
     * When this request is due, in nanoseconds since the start of the run; never less than for the request before it.
     *
     * @param sequence from 0
     */
    long startNanos(long sequence);

    /** What sort of schedule this is; {@link ScheduleKind#OTHER} for one of another program. */
    ScheduleKind kind();

    /** The same in words, for a report: {@code constant 5000/s}. */
    String describe();

    /** What precedes it, to warm up; as itself, or at the rate with which it begins. */
    default Schedule warmUp() {
        return this;
    }
}
