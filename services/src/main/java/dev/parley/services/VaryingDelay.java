package dev.parley.services;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Service;
import java.time.Duration;
import java.util.SplittableRandom;

/** The delay of {@link Faults}, message by message. */
record VaryingDelay(Faults faults, FirstMessages affected) implements Filter {
    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        if (faults.delay().isZero()) {
            return service;
        }
        SplittableRandom random =
                new SplittableRandom(faults.seed() + conversation.peer().number());
        return service.serving((request, reply) -> {
            if (affected.next()) {
                conversation.after(time(random), () -> service.serve(request, reply));
            } else {
                service.serve(request, reply);
            }
        });
    }

    private Duration time(SplittableRandom random) {
        long spreadNanos = faults.spread().toNanos();
        return spreadNanos == 0
                ? faults.delay()
                : faults.delay().plusNanos(random.nextLong(2 * spreadNanos + 1) - spreadNanos);
    }
}
