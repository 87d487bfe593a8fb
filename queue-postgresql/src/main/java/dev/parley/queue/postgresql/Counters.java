package dev.parley.queue.postgresql;

import java.util.Set;

/** What one server has counted since it began. Written by the batch thread. */
final class Counters {
    /** Stored, as far as known. Read from any thread. */
    volatile long messages;

    volatile boolean draining;
    long total;
    long timeouts;
    /** Of the next reserve that arrives. */
    long nextWaiter;
    /** Tubes that were paused when last looked at. */
    Set<String> paused = Set.of();
}
