package dev.parley.load;

/** Whether an objective was met at a rate. */
public enum Decision {
    PASS,
    FAIL,
    /** The load generator was too slow or too late to decide: nothing is known about the server. */
    UNDECIDED
}
