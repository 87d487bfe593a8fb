package dev.parley.services;

import dev.parley.core.PrintableText;

/** A client's request to the queue. */
public sealed interface QueueRequest {
    /** The oldest message, please. */
    record Get() implements QueueRequest {}

    /**
     * Keep this message.
     *
     * @param truncated whether these are only the first bytes of a longer one
     */
    record Put(byte[] message, boolean truncated) implements QueueRequest {
        @Override
        public String toString() {
            return "Put[" + message.length + " bytes, " + PrintableText.of(message) + "]";
        }
    }
}
