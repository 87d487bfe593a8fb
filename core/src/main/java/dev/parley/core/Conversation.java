package dev.parley.core;

import java.time.Duration;

/** A service's view of the conversation it was opened for. */
public interface Conversation {
    /** The peer. */
    Peer peer();

    /**
     * Has the task run once, after this time or a little later, never at the same time as anything else of this conversation: on
     * its thread or, where that waits for its peer, on one that stands in for it. It costs no thread. When the conversation ends first, the task never runs. If the task
     * throws, this one conversation ends.
     *
     * <p>To be called from within the conversation: from a method of {@link Service}, a {@link Delivery} or another task.
     */
    ScheduledTask after(Duration delay, Runnable task);
}
