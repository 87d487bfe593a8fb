package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one loop came to. Written by its thread alone, read by any.
 *
 * <p>The warm-up is recorded as the measured part is, and then forgotten: code that only the measured part runs would be
 * compiled in the middle of it.
 */
final class LoopRecorder {
    final SingleWriterRecorder response = recorder();
    final SingleWriterRecorder service = recorder();
    final SingleWriterRecorder lateness = recorder();
    final SingleWriterRecorder ideal = recorder();
    final SingleWriterRecorder slotWait = recorder();
    final SingleWriterRecorder connect = recorder();
    final SingleWriterRecorder handshake = recorder();
    private final LatencyByDueTime byDueTime;
    private final boolean closedLoop;
    private final SampleSink samples;
    private final @Nullable Stages stages;
    private final StepRecorder steps;
    /** Of the measured part alone: a warm-up has no stages. */
    private @Nullable StageRecorder byStage;

    private volatile PhaseCounters counts = new PhaseCounters();
    private volatile long lastReplyNanos;
    private volatile long lastSentNanos;
    private long endNanos = Long.MAX_VALUE;
    private boolean connecting = true;
    /** On TLS, of the connections that clients keep: made before the warm-up, and the only ones if none is lost. */
    private final List<Long> handshakesAtFirst = new ArrayList<>();

    private long refusedAtFirst;
    private long withoutSocketAtFirst;

    /**
     * For a schedule without stages.
     *
     * @param measured how long the measured part is; zero when unknown
     * @param samples gets the requests of the measured part
     */
    LoopRecorder(boolean closedLoop, Duration measured, SampleSink samples) {
        this(closedLoop, measured, samples, null, List.of());
    }

    /**
     * For any schedule.
     *
     * @param measured how long the measured part is; zero when unknown
     * @param samples gets the requests of the measured part
     * @param stages null for a schedule without
     * @param steps their names; none where a request is one message
     */
    LoopRecorder(
            boolean closedLoop, Duration measured, SampleSink samples, @Nullable Stages stages, List<String> steps) {
        this.byDueTime = LatencyByDueTime.of(measured);
        this.closedLoop = closedLoop;
        this.samples = samples;
        this.stages = stages;
        this.steps = new StepRecorder(steps);
    }

    private static SingleWriterRecorder recorder() {
        return new SingleWriterRecorder(LatencyHistogram.LONGEST_NANOS, LatencyHistogram.DIGITS);
    }

    /** All clients have connected or failed to: how they failed, and how long it took, belongs to the measured part too. */
    void connectingEnded() {
        connecting = false;
        refusedAtFirst = counts.get(Counter.REFUSED);
        withoutSocketAtFirst = counts.get(Counter.NO_SOCKET);
    }

    /** Forgets the warm-up; its requests must be over. Replies that come until {@code untilNanos} come in time. */
    void beginMeasured(long untilNanos) {
        response.reset();
        service.reset();
        lateness.reset();
        ideal.reset();
        slotWait.reset();
        connect.reset();
        handshake.reset();
        handshakesAtFirst.forEach(nanos -> record(handshake, nanos));
        byDueTime.clear();
        steps.clear();
        PhaseCounters fresh = new PhaseCounters();
        fresh.add(Counter.REFUSED, refusedAtFirst);
        fresh.add(Counter.NO_SOCKET, withoutSocketAtFirst);
        counts = fresh;
        byStage = stages == null ? null : new StageRecorder(stages);
        lastReplyNanos = 0;
        lastSentNanos = 0;
        endNanos = untilNanos;
        samples.begin();
    }

    /** Replies from now on come too late to count for the rate. */
    void sendingEnded() {
        endNanos = Long.MIN_VALUE;
    }

    /** Of this part of the run; those of the warm-up are other ones. */
    PhaseCounters counts() {
        return counts;
    }

    /** Of this part of the run; to be read when the loop has ended. */
    LatencyByDueTime byDueTime() {
        return byDueTime;
    }

    /** A request has come due. */
    void due() {
        counts.add(Counter.DUE);
    }

    /**
     * A request was sent.
     *
     * @param dueNanos when it was due
     * @param couldNanos since when only this process kept it from being sent
     * @param waitedNanos for how long an ideal generator would have waited for a client that is free
     */
    void sent(long dueNanos, long couldNanos, long sentNanos, long waitedNanos) {
        counts.add(Counter.SENT);
        lastSentNanos = sentNanos;
        if (!closedLoop) {
            record(lateness, sentNanos - couldNanos);
            record(slotWait, waitedNanos);
        }
        if (byStage != null) {
            byStage.sent(dueNanos, sentNanos - couldNanos, waitedNanos);
        }
    }

    /** A connection for a request that was due then was established, so long after it was asked for. */
    void connected(long dueNanos, long nanos) {
        record(connect, nanos);
        if (byStage != null) {
            byStage.connected(dueNanos, nanos);
        }
    }

    /**
     * A connection was established, with or without a TLS handshake.
     *
     * @param atNanos when it was, or when its request was due
     * @param nanos how long the handshake took; negative without one
     */
    void shookHands(long atNanos, long nanos) {
        if (nanos < 0) {
            return;
        }
        if (connecting) {
            handshakesAtFirst.add(nanos);
        }
        record(handshake, nanos);
        if (byStage != null) {
            byStage.shookHands(atNanos, nanos);
        }
    }

    /**
     * A request that was sent is over, one way or another.
     *
     * @param idealNanos from when it was due until an ideal generator would have been done with it
     */
    void done(long sequence, long intendedNanos, long sentNanos, long doneNanos, long idealNanos, Outcome outcome) {
        counts.add(outcome);
        record(response, doneNanos - intendedNanos);
        byDueTime.record(intendedNanos, doneNanos - intendedNanos);
        if (outcome.answered()) {
            lastReplyNanos = doneNanos;
            record(service, doneNanos - sentNanos);
            if (doneNanos <= endNanos) {
                counts.add(Counter.REPLIES_IN_TIME);
            }
        }
        if (outcome.answered() || !closedLoop) {
            record(ideal, idealNanos);
        }
        if (byStage != null) {
            byStage.done(intendedNanos, sentNanos, doneNanos, idealNanos, outcome);
        }
        samples.accept(sequence, intendedNanos, sentNanos, doneNanos, outcome);
    }

    /** Bytes of requests have left. */
    void bytesSent(int bytes) {
        counts.add(Counter.BYTES_SENT, bytes);
    }

    /** Bytes of replies were there. */
    void bytesReceived(int bytes, long nowNanos) {
        if (nowNanos <= endNanos) {
            counts.add(Counter.BYTES_RECEIVED, bytes);
        }
    }

    /** A request that was due and will not be sent; it enters at its age, which is less than its true response time. */
    void unsent(long sequence, long intendedNanos, long endedNanos, long idealNanos, Outcome outcome) {
        counts.add(outcome);
        record(response, endedNanos - intendedNanos);
        byDueTime.record(intendedNanos, endedNanos - intendedNanos);
        record(ideal, idealNanos);
        if (byStage != null) {
            byStage.unsent(intendedNanos, endedNanos, idealNanos, outcome);
        }
        samples.accept(sequence, intendedNanos, -1, endedNanos, outcome);
    }

    /** Of the loop's thread; of this part of the run. */
    StepRecorder steps() {
        return steps;
    }

    /** Null without stages; meaningful when the loop has ended. */
    @Nullable
    StageRecorder byStage() {
        return byStage;
    }

    /** 0 before there was one. */
    long lastReplyNanos() {
        return lastReplyNanos;
    }

    /** 0 before there was one. */
    long lastSentNanos() {
        return lastSentNanos;
    }

    private static void record(SingleWriterRecorder recorder, long nanos) {
        recorder.recordValue(Math.clamp(nanos, 0, LatencyHistogram.LONGEST_NANOS));
    }
}
