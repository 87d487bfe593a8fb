package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Outcome;
import org.HdrHistogram.SingleWriterRecorder;

/** What the requests of one phase of a run came to, on one loop. Written by its thread alone, read by any. */
final class PhaseRecorder {
    final SingleWriterRecorder response =
            new SingleWriterRecorder(LatencyHistogram.LONGEST_NANOS, LatencyHistogram.DIGITS);
    final SingleWriterRecorder service =
            new SingleWriterRecorder(LatencyHistogram.LONGEST_NANOS, LatencyHistogram.DIGITS);
    final SingleWriterRecorder lateness =
            new SingleWriterRecorder(LatencyHistogram.LONGEST_NANOS, LatencyHistogram.DIGITS);
    final PhaseCounters counts = new PhaseCounters();
    private final boolean closedLoop;
    private final SampleSink samples;

    PhaseRecorder(boolean closedLoop, SampleSink samples) {
        this.closedLoop = closedLoop;
        this.samples = samples;
    }

    void sent(long couldNanos, long sentNanos) {
        counts.add(Counter.SENT);
        if (!closedLoop) {
            record(lateness, sentNanos - couldNanos);
        }
    }

    void done(long sequence, long intendedNanos, long sentNanos, long doneNanos, Outcome outcome) {
        counts.add(outcome);
        record(response, doneNanos - intendedNanos);
        if (outcome.answered()) {
            record(service, doneNanos - sentNanos);
        }
        samples.accept(sequence, intendedNanos, sentNanos, doneNanos, outcome);
    }

    void unsent(long sequence, long intendedNanos, long endNanos) {
        counts.add(Outcome.UNSENT);
        record(response, endNanos - intendedNanos);
        samples.accept(sequence, intendedNanos, -1, endNanos, Outcome.UNSENT);
    }

    /** What was recorded so far is not wanted. One thread at a time, and it need not be the writer's. */
    void forget() {
        response.reset();
        service.reset();
        lateness.reset();
    }

    private static void record(SingleWriterRecorder recorder, long nanos) {
        recorder.recordValue(Math.clamp(nanos, 0, LatencyHistogram.LONGEST_NANOS));
    }
}
