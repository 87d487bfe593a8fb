package dev.parley.queue;

import java.util.List;

/** Messages that were reserved together, in the order in which they would have been one by one; empty when none was ready. */
public record Batch(List<Message> messages) {
    public Batch {
        messages = List.copyOf(messages);
    }
}
