package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;

/**
 * What one loop measures. A request belongs to the part of the run it was due in.
 *
 * <p>The warm-up is recorded as the measured part is, and its recording is not read: code that only the measured part runs
 * would be compiled in the middle of it. Nothing here branches on the part, since the compiler leaves out a branch that it
 * has never seen taken, and compiles anew when it is.
 */
final class Tally {
    private final Plan plan;
    private final Recording measured;
    private final Recording[] parts = new Recording[Plan.PARTS];
    private volatile long lastReplyNanos;

    /** @param samples gets the requests of the measured part */
    Tally(Plan plan, SampleSink samples) {
        this.plan = plan;
        this.measured = new Recording(plan.closedLoop(), samples);
        parts[Plan.WARM_UP] = new Recording(plan.closedLoop(), SampleSink.NONE);
        parts[Plan.MEASURED] = measured;
    }

    /** Of the measured part. */
    Recording measured() {
        return measured;
    }

    /**
     * Takes out what the warm-up recorded. Called as often as the measured part's is taken out: which of its two halves a
     * recorder writes to is a branch too.
     */
    void forget() {
        parts[Plan.WARM_UP].forget();
    }

    /** Of the part in which this request was due. */
    Recording of(long intendedNanos) {
        return parts[plan.part(intendedNanos)];
    }

    /** A request has come due. */
    void due(long intendedNanos) {
        of(intendedNanos).counts.add(Counter.DUE);
    }

    /** @param couldNanos since when nothing but ourselves kept the request from being sent */
    void sent(long intendedNanos, long couldNanos, long sentNanos) {
        of(intendedNanos).sent(couldNanos, sentNanos);
    }

    /** A request that was sent is over, one way or another. */
    void done(long sequence, long intendedNanos, long sentNanos, long doneNanos, Outcome outcome) {
        if (outcome.answered()) {
            lastReplyNanos = doneNanos;
        }
        of(intendedNanos).done(sequence, intendedNanos, sentNanos, doneNanos, outcome);
    }

    /** A request that was due and will not be sent; it enters at its age, which is less than its true response time. */
    void unsent(long sequence, long intendedNanos, long endNanos) {
        of(intendedNanos).unsent(sequence, intendedNanos, endNanos);
    }

    /** In any part of the run; 0 before there was one. */
    long lastReplyNanos() {
        return lastReplyNanos;
    }
}
