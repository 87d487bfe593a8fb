package dev.parley.queue;

/**
 * What is known of a store.
 *
 * @param total messages put since it was opened
 * @param timeouts times to run that were over, since then
 * @param tubes how many there are
 * @param waiting holders that wait for a message
 * @param bytes that the messages take, against the limit
 * @param draining whether puts are refused for that
 * @param health {@code ok}, or why it refuses puts or more, as a sentence for a person
 */
public record StoreStats(
        MessageCounts counts,
        long total,
        long timeouts,
        int tubes,
        int waiting,
        long bytes,
        boolean draining,
        String health) {}
