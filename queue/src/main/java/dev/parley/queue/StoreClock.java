package dev.parley.queue;

import java.time.Instant;

/** A store's time, and the alarm that wakes it when a deadline comes while somebody waits. Safe for any thread. */
public interface StoreClock extends AutoCloseable {
    /** The monotonic clock, nanoseconds; single readings have no meaning. */
    long nanoTime();

    /** The wall clock. Asked once, when a store on disk is opened: no other clock goes on while nothing runs. */
    Instant wallTime();

    /** Has the alarm run once, so many nanoseconds from now or a little later; an earlier one that has not run yet never will. */
    void wakeAfter(long nanos, Runnable alarm);

    /** No alarm runs any more. */
    @Override
    void close();

    /** The system's. It has a thread while an alarm is set, and for a second after. */
    static StoreClock system() {
        return new SystemClock();
    }
}
