package dev.parley.load;

/** Whether an objective was met at a rate. */
public enum Decision {
    PASS,
    FAIL,
    /** This process was too slow or too late to decide: nothing is known of the server. */
    UNDECIDED
}
