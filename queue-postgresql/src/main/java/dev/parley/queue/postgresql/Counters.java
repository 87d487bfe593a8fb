package dev.parley.queue.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What one server has counted since it began. Written by the batch thread. */
final class Counters {
    /** Stored, as far as known. Read from any thread. */
    volatile long messages;

    volatile boolean draining;
    long total;
    long timeouts;
    /** The largest number of a message put here. */
    long lastId;
    /** Numbers for messages that were refused in the end: the next ones have them. */
    long[] spareIds = {};
    /** Of the next reserve that arrives. */
    long nextWaiter;
    /** Tubes that were paused when last looked at. */
    Set<String> paused = Set.of();
    /** Those under way. */
    final List<Purge> purges = new ArrayList<>();
}
