package dev.parley.queue.sqlite;

import dev.parley.queue.MessageCounts;
import java.util.List;
import java.util.Map;

/**
 * What a store's file holds.
 *
 * @param intact messages that are what was put
 * @param bytes of their bodies
 * @param damaged numbers of messages that are not, or cannot be read
 * @param tubes the intact ones, by tube; a message that is held by somebody counts as ready
 * @param findings what is wrong with the file, a sentence each; empty when nothing is
 */
public record StoreReport(
        long intact, long bytes, List<Long> damaged, Map<String, MessageCounts> tubes, List<String> findings) {
    public StoreReport {
        damaged = List.copyOf(damaged);
        tubes = Map.copyOf(tubes);
        findings = List.copyOf(findings);
    }

    /** Nothing is wrong. */
    public boolean sound() {
        return damaged.isEmpty() && findings.isEmpty();
    }
}
