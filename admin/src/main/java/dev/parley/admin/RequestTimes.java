package dev.parley.admin;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Service;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.LongSupplier;

/** Times each request, from when the service gets it until its answer is given. */
record RequestTimes(DistributionDataPoint seconds, LongSupplier nanoTime) implements Filter {
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        return service.serving((request, reply) -> {
            long began = nanoTime.getAsLong();
            service.serve(request, answer -> {
                seconds.observe((nanoTime.getAsLong() - began) / NANOS_PER_SECOND);
                reply.give(answer);
            });
        });
    }
}
