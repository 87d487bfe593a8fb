package dev.parley.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** When the first client came: the start of every moment in a script. */
final class FirstClient {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final AtomicLong atNanos = new AtomicLong(NOT_YET);

    void came(long now) {
        atNanos.compareAndSet(NOT_YET, now);
    }

    long nanosAt(Duration sinceFirstClient) {
        return atNanos.get() + sinceFirstClient.toNanos();
    }

    /** The first time from {@code planned} on at which no stall of these holds things up. */
    long afterStalls(List<Fault> faults, long planned) {
        long time = planned;
        for (boolean moved = true; moved; ) {
            moved = false;
            for (Fault fault : faults) {
                if (fault instanceof Fault.Stall(Fault.Point.Moment(Duration since), Duration lasting)) {
                    long begin = nanosAt(since);
                    long end = begin + lasting.toNanos();
                    if (time - begin >= 0 && time - end < 0) {
                        time = end;
                        moved = true;
                    }
                }
            }
        }
        return time;
    }
}
