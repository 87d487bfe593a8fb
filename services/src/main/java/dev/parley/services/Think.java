package dev.parley.services;

import dev.parley.core.ServiceFactory;
import java.time.Duration;

/**
 * A filter: the service spends this long on each message, as seed 002 suggests with {@code time.sleep}. On an event loop
 * everybody then waits; where clients have threads of their own, only that client does.
 */
public final class Think {
    /** The number that stands for every connection. */
    public static final long EVERY_CLIENT = -1;

    private Think() {}

    /**
     * The same service, slower.
     *
     * @param client the number of the one connection it is slow for, or {@link #EVERY_CLIENT}
     */
    public static <Q, R> ServiceFactory<Q, R> about(ServiceFactory<Q, R> services, Duration time, long client) {
        return peer -> {
            var service = services.open(peer);
            if (client != EVERY_CLIENT && client != peer.number()) {
                return service;
            }
            return (request, reply) -> {
                try {
                    Thread.sleep(time);
                } catch (InterruptedException e) { // the server stops and will not wait
                    Thread.currentThread().interrupt();
                    reply.hangUp();
                    return;
                }
                service.serve(request, reply);
            };
        };
    }
}
