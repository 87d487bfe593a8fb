package dev.parley.queue;

/** Where a message stands. */
public enum MessageState {
    /** To be handed out. */
    READY,
    /** Held. */
    RESERVED,
    /** Ready later. */
    DELAYED,
    /** Handed out to nobody before it is kicked. */
    BURIED
}
