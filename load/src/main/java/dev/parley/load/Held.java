package dev.parley.load;

/** Whether a promise was held at a rate. */
public enum Held {
    YES,
    NO,
    /** This process was too slow or too late to tell: nothing is known of the server. */
    UNTOLD
}
