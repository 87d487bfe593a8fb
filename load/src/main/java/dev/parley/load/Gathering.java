package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Latencies;
import dev.parley.result.Outcome;
import dev.parley.result.TimelinePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What all loops of a run have measured: the totals, what happened since someone asked, and the line of time. Whoever asks
 * first takes the new samples out of the loops' recorders, so they are kept here for all three. Any thread.
 */
final class Gathering {
    private final List<LoadLoop> loops;
    private final Latencies response = new Latencies();
    private final Latencies service = new Latencies();
    private final Latencies lateness = new Latencies();
    private final long measureFromNanos;
    private final Part interval;
    private final Part point;
    private final List<TimelinePoint> timeline = new ArrayList<>();

    /** What is new since a moment. */
    private static final class Part {
        private Latencies response = new Latencies();
        private Latencies service = new Latencies();
        private long sinceNanos;
        private long sent;
        private long errors;

        Part(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    Gathering(List<LoadLoop> loops, long measureFromNanos) {
        this.loops = loops;
        this.measureFromNanos = measureFromNanos;
        this.interval = new Part(0);
        this.point = new Part(measureFromNanos);
    }

    private void pull() {
        for (LoadLoop loop : loops) {
            loop.tally().forget();
            Recording measured = loop.tally().measured();
            Histogram taken = measured.response.getIntervalHistogram();
            response.add(taken);
            interval.response.add(taken);
            point.response.add(taken);
            taken = measured.service.getIntervalHistogram();
            service.add(taken);
            interval.service.add(taken);
            point.service.add(taken);
            lateness.add(measured.lateness.getIntervalHistogram());
        }
    }

    /** What happened since the last call. */
    synchronized Interval interval(long nowNanos) {
        pull();
        boolean warmingUp = nowNanos < measureFromNanos;
        long from = Math.max(interval.sinceNanos, Math.min(measureFromNanos, nowNanos));
        Interval done = new Interval(
                nowNanos,
                nowNanos - from,
                warmingUp,
                interval.response,
                interval.service,
                interval.service.count(),
                errors());
        interval.response = new Latencies();
        interval.service = new Latencies();
        interval.sinceNanos = nowNanos;
        return done;
    }

    /** Closes a stretch of the line of time, if the measured part has begun. */
    synchronized void mark(long nowNanos) {
        pull();
        if (nowNanos <= point.sinceNanos) {
            return;
        }
        long sent = sum(loop -> loop.tally().measured().counts.get(Counter.SENT));
        long errors = errors();
        timeline.add(new TimelinePoint(
                point.sinceNanos - measureFromNanos,
                nowNanos - point.sinceNanos,
                sent - point.sent,
                point.service.count(),
                errors - point.errors,
                TimelinePoint.Clock.of(point.response),
                TimelinePoint.Clock.of(point.service)));
        // Emptied and not made anew: half a megabyte each, many times a run, would be collected in the middle of it.
        point.response.clear();
        point.service.clear();
        point.sinceNanos = nowNanos;
        point.sent = sent;
        point.errors = errors;
    }

    synchronized int points() {
        return timeline.size();
    }

    /** Read only once the run is over and {@link #mark} was called for the last time. */
    synchronized List<TimelinePoint> timeline() {
        return List.copyOf(timeline);
    }

    Latencies response() {
        return response;
    }

    Latencies service() {
        return service;
    }

    Latencies lateness() {
        return lateness;
    }

    long sum(ToLongFunction<LoadLoop> of) {
        return loops.stream().mapToLong(of).sum();
    }

    private long errors() {
        long errors = 0;
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.REPLY) {
                errors += sum(loop -> loop.tally().measured().counts.get(outcome));
            }
        }
        return errors;
    }
}
