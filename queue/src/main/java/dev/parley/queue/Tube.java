package dev.parley.queue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tube: what it holds, who refers to it, who waits for it. For one thread at a time. */
final class Tube {
    final String name;
    /** First come, first served. */
    final Set<Waiter> waiting = new LinkedHashSet<>();

    long urgent;
    long ready;
    long reserved;
    long delayed;
    long buried;
    long total;
    long deleted;
    int using;
    int watching;
    long pauses;
    long pauseNanos;
    /** Set while the tube is paused. */
    Timers.@Nullable Timer pauseEnd;
    /** From the first delete on: many tubes have none. */
    private @Nullable TimesInQueue times;

    Tube(String name) {
        this.name = name;
    }

    void count(Entry entry, int change) {
        switch (entry.state()) {
            case READY -> {
                ready += change;
                if (entry.priority() < MessageCounts.URGENT_BELOW) {
                    urgent += change;
                }
            }
            case RESERVED -> reserved += change;
            case DELAYED -> delayed += change;
            case BURIED -> buried += change;
        }
    }

    void count(MessageCounts counts) {
        urgent = counts.urgent();
        ready = counts.ready();
        reserved = counts.reserved();
        delayed = counts.delayed();
        buried = counts.buried();
    }

    MessageCounts counts() {
        return new MessageCounts(urgent, ready, reserved, delayed, buried);
    }

    /** A message is deleted that was in the queue for so long. */
    void deletedAfter(long nanos) {
        if (times == null) {
            times = new TimesInQueue();
        }
        times.add(nanos);
    }

    boolean paused() {
        return pauseEnd != null;
    }

    /** The tube of those that name none is always there, as it is for clients of beanstalkd. */
    boolean unneeded() {
        return !name.equals(MessageStore.DEFAULT_TUBE)
                && using == 0
                && watching == 0
                && ready + reserved + delayed + buried == 0;
    }

    TubeStats stats(long nowNanos, Duration oldestReadyAge) {
        Duration left = pauseEnd == null ? Duration.ZERO : Duration.ofNanos(pauseEnd.atNanos() - nowNanos);
        return new TubeStats(
                name,
                counts(),
                total,
                deleted,
                using,
                watching,
                waiting.size(),
                pauses,
                Duration.ofNanos(pauseEnd == null ? 0 : pauseNanos),
                left,
                oldestReadyAge,
                times == null ? TimeInQueue.NONE : times.stats());
    }
}
