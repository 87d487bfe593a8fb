package dev.parley.core;

/**
 * What became of one reply. Exactly one of the two methods is called, once, on the thread that runs the conversation;
 * neither may block.
 */
public interface Delivery {
    /** Every byte of the reply was handed to the operating system. The peer may still not have read it. */
    void delivered();

    /** The conversation ended before that. */
    void lost();
}
