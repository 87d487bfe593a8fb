package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Outcome;
import dev.parley.result.TimelinePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What all loops of a run have measured: the totals, what is new since the last progress, and the timeline. Whichever is read
 * first takes the new samples out of the loops' recorders, so they are kept here for all three. Any thread.
 */
final class RunStatistics {
    private final List<LoadLoop> loops;
    private final LatencyHistogram response = new LatencyHistogram();
    private final LatencyHistogram service = new LatencyHistogram();
    private final LatencyHistogram lateness = new LatencyHistogram();
    private final long measureFromNanos;
    private final Window progress;
    private final Window point;
    private final List<TimelinePoint> timeline = new ArrayList<>();

    /** What is new since a point in time. */
    private static final class Window {
        private LatencyHistogram response = new LatencyHistogram();
        private LatencyHistogram service = new LatencyHistogram();
        private long sinceNanos;
        private long sent;
        private long errors;

        Window(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    RunStatistics(List<LoadLoop> loops, long measureFromNanos) {
        this.loops = loops;
        this.measureFromNanos = measureFromNanos;
        this.progress = new Window(0);
        this.point = new Window(measureFromNanos);
    }

    private void pull() {
        for (LoadLoop loop : loops) {
            loop.recorder().forget();
            PhaseRecorder measured = loop.recorder().measured();
            Histogram taken = measured.response.getIntervalHistogram();
            response.add(taken);
            progress.response.add(taken);
            point.response.add(taken);
            taken = measured.service.getIntervalHistogram();
            service.add(taken);
            progress.service.add(taken);
            point.service.add(taken);
            lateness.add(measured.lateness.getIntervalHistogram());
        }
    }

    /** What happened since the last call. */
    synchronized ProgressSnapshot progress(long nowNanos) {
        pull();
        boolean warmingUp = nowNanos < measureFromNanos;
        long from = Math.max(progress.sinceNanos, Math.min(measureFromNanos, nowNanos));
        ProgressSnapshot done = new ProgressSnapshot(
                nowNanos,
                nowNanos - from,
                warmingUp,
                progress.response,
                progress.service,
                progress.service.count(),
                errors());
        progress.response = new LatencyHistogram();
        progress.service = new LatencyHistogram();
        progress.sinceNanos = nowNanos;
        return done;
    }

    /** Adds a point to the timeline, if the measured phase has begun. */
    synchronized void mark(long nowNanos) {
        pull();
        if (nowNanos <= point.sinceNanos) {
            return;
        }
        long sent = sum(loop -> loop.recorder().measured().counts.get(Counter.SENT));
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

    LatencyHistogram response() {
        return response;
    }

    LatencyHistogram service() {
        return service;
    }

    LatencyHistogram lateness() {
        return lateness;
    }

    long sum(ToLongFunction<LoadLoop> of) {
        return loops.stream().mapToLong(of).sum();
    }

    private long errors() {
        long errors = 0;
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.REPLY) {
                errors += sum(loop -> loop.recorder().measured().counts.get(outcome));
            }
        }
        return errors;
    }
}
