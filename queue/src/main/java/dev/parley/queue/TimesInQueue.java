package dev.parley.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts how long messages of a tube were in it, for stores. For one thread at a time. */
public final class TimesInQueue {
    /** There may be many tubes: one digit takes 4 KiB for any times within a year, two would take seven times as much. */
    private static final int SIGNIFICANT_DIGITS = 1;

    private static final double MEDIAN = 50;
    private static final double NEARLY_ALL = 99;

    private final Histogram millis = new Histogram(SIGNIFICANT_DIGITS);
    /** The histogram's is rounded up. */
    private long mostMillis;

    /** A message is deleted that was in the queue for so long. */
    public void add(long nanos) {
        long time = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
        millis.recordValue(time);
        mostMillis = Math.max(mostMillis, time);
    }

    /** What was counted so far. */
    public TimeInQueue stats() {
        return new TimeInQueue(percentile(MEDIAN), percentile(NEARLY_ALL), Duration.ofMillis(mostMillis));
    }

    private Duration percentile(double percentile) {
        return Duration.ofMillis(Math.min(mostMillis, millis.getValueAtPercentile(percentile)));
    }
}
