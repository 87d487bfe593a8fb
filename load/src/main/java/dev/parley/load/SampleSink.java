package dev.parley.load;

import dev.parley.result.Outcome;

/** Where measured requests go besides the histograms. Called by a loop for each of them: must neither block nor allocate. */
interface SampleSink {
    SampleSink NONE = (sequence, intended, sent, done, outcome) -> {};

    /** The measured part begins: what was accepted before is forgotten. */
    default void begin() {}

    void accept(long sequence, long intendedNanos, long sentNanos, long doneNanos, Outcome outcome);
}
