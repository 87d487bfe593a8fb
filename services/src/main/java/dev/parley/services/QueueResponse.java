package dev.parley.services;

import dev.parley.core.PrintableText;

/** What the queue answers. */
public sealed interface QueueResponse {
    /** A message. It may be empty. */
    record Message(byte[] bytes) implements QueueResponse {
        @Override
        public String toString() {
            return "Message[" + bytes.length + " bytes, " + PrintableText.of(bytes) + "]";
        }
    }

    /** There is no message. */
    record Empty() implements QueueResponse {}

    /** The message was stored: zero bytes on the wire, which on a stream is just the close the original shows. */
    record Stored() implements QueueResponse {}

    /** Only the first bytes of the message were stored. */
    record Truncated(int storedBytes) implements QueueResponse {}

    /** The message was not stored. */
    record Refused(String reason) implements QueueResponse {}
}
