package dev.parley.services;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Service;
import java.time.Duration;

/**
 * A filter: the service blocks for this long before each message, as seed 002 suggests with {@code time.sleep}. On an event loop
 * all clients then wait; where clients have threads of their own, only that client does. {@link Delay} does not block.
 *
 * @param client the number of the one connection it is slow for, or {@link #EVERY_CLIENT}
 */
public record BlockingDelay(Duration time, long client) implements Filter {
    /** The number that stands for every connection. */
    public static final long EVERY_CLIENT = -1;

    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        if (client != EVERY_CLIENT && client != conversation.peer().number()) {
            return service;
        }
        return service.serving((request, reply) -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) { // the server stops and will not wait
                Thread.currentThread().interrupt();
                reply.hangUp();
                return;
            }
            service.serve(request, reply);
        });
    }
}
