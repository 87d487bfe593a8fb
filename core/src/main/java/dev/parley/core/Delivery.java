package dev.parley.core;

/**
 * What became of one reply. Exactly one of the two methods is called, once, never at the same time as anything else of the
 * conversation: on its thread or, where that waits for its peer, on one that stands in for it. Neither may block.
 */
public interface Delivery {
    /** Every byte of the reply was handed to the operating system. The peer may still not have read it. */
    void delivered();

    /** The conversation ended before that. */
    void lost();
}
