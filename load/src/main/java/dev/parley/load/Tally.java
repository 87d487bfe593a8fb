package dev.parley.load;

import org.HdrHistogram.SingleWriterRecorder;

/**
 * What one loop measures. Written by its thread alone; the recorders and counts may be read by any. A request counts when
 * it was due in the measured time.
 */
final class Tally {
    /** An hour; what takes longer is recorded as an hour. */
    static final long LONGEST_NANOS = 3_600_000_000_000L;
    /** Three digits: a percentile is off by at most one part in a thousand. */
    static final int DIGITS = 3;

    final SingleWriterRecorder response = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
    final SingleWriterRecorder service = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
    final SingleWriterRecorder lateness = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
    final Counts counts = new Counts();
    private final Plan plan;
    private final SampleSink samples;
    private volatile long lastSentNanos;
    private volatile long lastReplyNanos;

    Tally(Plan plan, SampleSink samples) {
        this.plan = plan;
        this.samples = samples;
    }

    /** False for what is due in the warm-up. */
    boolean measured(long intendedNanos) {
        return intendedNanos >= plan.measureFromNanos();
    }

    /** A request has come due. */
    void due(long intendedNanos) {
        if (measured(intendedNanos)) {
            counts.add(Counter.DUE);
        }
    }

    /** @param couldNanos since when nothing but ourselves kept the request from being sent */
    void sent(long intendedNanos, long couldNanos, long sentNanos) {
        if (!measured(intendedNanos)) {
            return;
        }
        counts.add(Counter.SENT);
        lastSentNanos = sentNanos;
        if (!plan.closedLoop()) {
            record(lateness, sentNanos - couldNanos);
        }
    }

    /** A request that was sent is over, one way or another. */
    void done(long sequence, long intendedNanos, long sentNanos, long doneNanos, Outcome outcome) {
        if (outcome == Outcome.REPLY || outcome == Outcome.WRONG) {
            lastReplyNanos = doneNanos;
        }
        if (!measured(intendedNanos)) {
            return;
        }
        counts.add(outcome);
        record(response, doneNanos - intendedNanos);
        if (outcome == Outcome.REPLY || outcome == Outcome.WRONG) {
            record(service, doneNanos - sentNanos);
        }
        samples.accept(sequence, intendedNanos, sentNanos, doneNanos, outcome);
    }

    /** A request that was due and will not be sent; it enters at its age, which is less than its true response time. */
    void unsent(long sequence, long intendedNanos, long endNanos) {
        if (measured(intendedNanos)) {
            counts.add(Outcome.UNSENT);
            record(response, endNanos - intendedNanos);
            samples.accept(sequence, intendedNanos, -1, endNanos, Outcome.UNSENT);
        }
    }

    private static void record(SingleWriterRecorder recorder, long nanos) {
        recorder.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    long lastSentNanos() {
        return lastSentNanos;
    }

    long lastReplyNanos() {
        return lastReplyNanos;
    }
}
