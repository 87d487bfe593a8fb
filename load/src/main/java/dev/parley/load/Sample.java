package dev.parley.load;

import dev.parley.result.Outcome;

/**
 * One request. Times are nanoseconds since the start of the run.
 *
 * @param intendedNanos when it was due; in a closed loop, when it was sent
 * @param sentNanos when it was sent; -1 when it never was
 * @param doneNanos when its reply came, or when it was given up
 */
public record Sample(long sequence, long intendedNanos, long sentNanos, long doneNanos, Outcome outcome) {
    static final String CSV_HEADER = "sequence,intended_ns,sent_ns,done_ns,outcome\n";

    /** From due to done. */
    public long responseNanos() {
        return doneNanos - intendedNanos;
    }

    String csv() {
        return sequence + "," + intendedNanos + "," + sentNanos + "," + doneNanos + "," + outcome.text() + "\n";
    }
}
