package dev.parley.queue;

import org.jspecify.annotations.Nullable;

/** Where queued messages live: first in, first out. Safe for any thread. */
public interface MessageStore {
    /**
     * Adds a message at the end.
     *
     * @param message the store's from now on
     * @return null when it is stored; otherwise why not, as a sentence for a person
     */
    @Nullable
    String put(byte[] message);

    /** Hands out the oldest message to one taker, or null when there is none. */
    @Nullable
    Lease take();

    /** Messages stored, those handed out and not yet taken for good included. */
    int size();

    /** A message that was handed out. Exactly one of the two endings, once. */
    interface Lease {
        byte[] message();

        /** It arrived: the store forgets it. */
        void taken();

        /** It did not: it goes back to where it stood. */
        void giveBack();
    }
}
