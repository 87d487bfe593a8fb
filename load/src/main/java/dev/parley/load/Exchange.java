package dev.parley.load;

import dev.parley.result.Outcome;

/** What is said on the connection of a {@link StreamClient}, one after the other. Used by its loop's thread alone. */
interface Exchange {
    /** It is connected. To call {@link StreamClient#opened} when requests may be sent. */
    void connected();

    /** False while something else is said first. */
    default boolean isReady() {
        return true;
    }

    /** Sends what is due, as far as depth and socket allow. */
    void pump();

    /** Reads what came, and sends what may be sent then. */
    void receive();

    /** The connection is over, and all that is under way on it has this outcome. */
    void abandon(long nowNanos, Outcome outcome);

    /** Whether the reply that is awaited first has been for so long. */
    boolean isOverdue(long nowNanos, long timeoutNanos);
}
