package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;

/**
 * What one loop measures. A request belongs to the phase of the run it was due in.
 *
 * <p>The warm-up is recorded as the measured phase is, and its recording is not read: code that only the measured phase runs
 * would be compiled in the middle of it. Nothing here branches on the phase, since the compiler leaves out a branch that it
 * has never seen taken, and compiles anew when it is.
 */
final class LoopRecorder {
    private final RunPhases phases;
    private final PhaseRecorder measured;
    private final PhaseRecorder[] byPhase = new PhaseRecorder[RunPhases.PHASES];
    private volatile long lastReplyNanos;

    /** @param samples gets the requests of the measured phase */
    LoopRecorder(RunPhases phases, SampleSink samples) {
        this.phases = phases;
        this.measured = new PhaseRecorder(phases.closedLoop(), samples);
        byPhase[RunPhases.WARM_UP] = new PhaseRecorder(phases.closedLoop(), SampleSink.NONE);
        byPhase[RunPhases.MEASURED] = measured;
    }

    /** Of the measured phase. */
    PhaseRecorder measured() {
        return measured;
    }

    /**
     * Takes out what the warm-up recorded. Called as often as the measured phase's is taken out: which of its two halves a
     * recorder writes to is a branch too.
     */
    void forget() {
        byPhase[RunPhases.WARM_UP].forget();
    }

    /** Of the phase in which this request was due. */
    PhaseRecorder of(long intendedNanos) {
        return byPhase[phases.phase(intendedNanos)];
    }

    /** A request has come due. */
    void due(long intendedNanos) {
        of(intendedNanos).counts.add(Counter.DUE);
    }

    /** @param couldNanos since when only this process kept the request from being sent */
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

    /** In any phase of the run; 0 before there was one. */
    long lastReplyNanos() {
        return lastReplyNanos;
    }
}
