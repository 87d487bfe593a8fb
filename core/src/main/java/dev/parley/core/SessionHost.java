package dev.parley.core;

/** What an engine does for one session. */
public interface SessionHost {
    /** Calls {@link Session#resume} soon, on the conversation's thread. From any thread; does not block. */
    void wakeUp();

    /**
     * Calls {@link Session#resume} at this time of {@link #nanoTime} or a little later, unless the session was closed first. A
     * later call replaces an earlier one. On the conversation's thread; does not block.
     */
    void wakeUpAt(long nanoTime);

    /** The monotonic clock, in nanoseconds; only differences mean anything. */
    long nanoTime();

    /** What all conversations may keep together. */
    MemoryBudget memory();
}
