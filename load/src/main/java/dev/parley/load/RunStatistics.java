package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.IntervalTimes;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Outcome;
import dev.parley.result.TimelinePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What all loops of a run have measured: the totals, what is new since the last progress, and the timeline. Whichever is read
 * first takes the new samples out of the loops' recorders, so they are kept here for all three. Any thread.
 */
final class RunStatistics {
    private final List<LoadLoop> loops;
    private final LoadClock clock;
    private final Clocks times = new Clocks();
    private final Window progress = new Window();
    private final Window point = new Window();
    private final LatencyHistogram shownResponse = new LatencyHistogram();
    private final LatencyHistogram shownService = new LatencyHistogram();
    /** Emptied and used again for each pull: half a megabyte each would be collected in the middle of the run. */
    private @Nullable Histogram taken;

    private boolean measuring;
    private final List<TimelinePoint> timeline = new ArrayList<>();
    private final boolean keepsIntervals;
    private final List<IntervalTimes> intervals = new ArrayList<>();

    /** What is new since a point in time. */
    private static final class Window {
        private final LatencyHistogram response = new LatencyHistogram();
        private final LatencyHistogram service = new LatencyHistogram();
        private long sinceNanos;
        private long sent;
        private long errors;

        /** Emptied and not made anew: half a megabyte each, many times a run, would be collected in the middle of it. */
        private void clear() {
            response.clear();
            service.clear();
        }
    }

    /**
     * Of a run.
     *
     * @param clock begins anew with the measured part
     * @param keepsIntervals with all times of each point of the timeline, so that those of other runs can be added
     */
    RunStatistics(List<LoadLoop> loops, LoadClock clock, boolean keepsIntervals) {
        this.keepsIntervals = keepsIntervals;
        this.loops = loops;
        this.clock = clock;
    }

    /**
     * Does in the warm-up what is done over and over in the measured part: recorders that were never read before, and what is
     * computed of what they held, would be compiled in the middle of it.
     */
    synchronized void rehearse() {
        if (!measuring) {
            pull();
            pointUntil(clock.now(), 0, 0).point();
        }
    }

    /** The measured part begins, and the clock anew: what is in the recorders is of it, and what was taken before is forgotten. */
    synchronized void begin() {
        clock.restart();
        measuring = true;
        times.response().clear();
        times.service().clear();
        point.clear();
        progress.clear();
        progress.sinceNanos = 0;
    }

    private void pull() {
        for (LoadLoop loop : loops) {
            LoopRecorder recorder = loop.recorder();
            taken = recorder.response.getIntervalHistogram(taken, false);
            times.response().add(taken);
            progress.response.add(taken);
            point.response.add(taken);
            taken = recorder.service.getIntervalHistogram(taken, false);
            times.service().add(taken);
            progress.service.add(taken);
            point.service.add(taken);
        }
    }

    /** What happened since the last call. */
    synchronized ProgressSnapshot progress() {
        long nowNanos = clock.now();
        if (measuring) {
            pull();
        }
        ProgressSnapshot done = new ProgressSnapshot(
                nowNanos,
                nowNanos - progress.sinceNanos,
                !measuring,
                measuring && loops.stream().allMatch(LoadLoop::draining),
                shown(shownResponse, progress.response),
                shown(shownService, progress.service),
                progress.service.count(),
                measuring ? sum(loop -> loop.recorder().counts().get(Counter.SENT)) : 0,
                measuring ? errors() : 0);
        progress.clear();
        progress.sinceNanos = nowNanos;
        return done;
    }

    private static LatencyHistogram shown(LatencyHistogram to, LatencyHistogram from) {
        to.clear();
        to.add(from);
        return to;
    }

    /** Adds a point to the timeline, if the measured phase has begun. */
    synchronized void mark(long nowNanos) {
        if (!measuring || nowNanos <= point.sinceNanos) {
            return;
        }
        pull();
        long sent = sum(loop -> loop.recorder().counts().get(Counter.SENT));
        long errors = errors();
        IntervalTimes interval = pointUntil(nowNanos, sent, errors);
        timeline.add(interval.point());
        if (keepsIntervals) {
            intervals.add(interval.packed());
        }
        point.clear();
        point.sinceNanos = nowNanos;
        point.sent = sent;
        point.errors = errors;
    }

    private IntervalTimes pointUntil(long nowNanos, long sent, long errors) {
        return new IntervalTimes(
                point.sinceNanos,
                nowNanos - point.sinceNanos,
                sent - point.sent,
                errors - point.errors,
                point.response,
                point.service);
    }

    synchronized int points() {
        return timeline.size();
    }

    /** Read only once the run is over and {@link #mark} was called for the last time. */
    synchronized List<TimelinePoint> timeline() {
        return List.copyOf(timeline);
    }

    /** The same with all times, where they are kept. */
    synchronized List<IntervalTimes> intervals() {
        return List.copyOf(intervals);
    }

    /** All times; the loops have ended, and {@link #mark} was called for the last time. */
    synchronized Clocks times() {
        pullOthers();
        return times;
    }

    /** What follows from all times of the measured part until now, and its timeline; empty before it begins. */
    synchronized <T> Optional<T> soFar(BiFunction<Clocks, List<TimelinePoint>, T> read) {
        if (!measuring) {
            return Optional.empty();
        }
        pull();
        pullOthers();
        return Optional.of(read.apply(times, List.copyOf(timeline)));
    }

    /** Few look at these, so they are left in the recorders until someone does. A warm-up has none. */
    private void pullOthers() {
        for (LoadLoop loop : measuring ? loops : List.<LoadLoop>of()) {
            LoopRecorder recorder = loop.recorder();
            pull(recorder.lateness, times.lateness());
            pull(recorder.ideal, times.ideal());
            pull(recorder.slotWait, times.slotWait());
            pull(recorder.connect, times.connect());
            pull(recorder.handshake, times.handshake());
        }
    }

    private void pull(SingleWriterRecorder from, LatencyHistogram to) {
        taken = from.getIntervalHistogram(taken, false);
        to.add(taken);
    }

    long sum(ToLongFunction<LoadLoop> of) {
        return loops.stream().mapToLong(of).sum();
    }

    private long errors() {
        long errors = 0;
        for (Outcome outcome : Outcome.values()) {
            if (outcome.error()) {
                errors += sum(loop -> loop.recorder().counts().get(outcome));
            }
        }
        return errors;
    }
}
