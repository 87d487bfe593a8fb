package dev.parley.services;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Service;
import java.time.Duration;

/**
 * A filter: each message reaches the service this much later, without blocking a thread. Messages of one conversation are
 * delayed side by side, not one after the other.
 *
 * @param time 0 or more
 */
public record Delay(Duration time) implements Filter {
    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        return service.serving((request, reply) -> conversation.after(time, () -> service.serve(request, reply)));
    }
}
