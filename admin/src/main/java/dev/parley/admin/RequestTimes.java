package dev.parley.admin;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.LongSupplier;

/**
 * Times requests, from when the service gets one until its answer is given. Each of them, as long as a peer sends fewer than
 * 1,000 a second; then one of {@value #OF_MANY}, so that two looks at the clock do not cost more than the request.
 */
record RequestTimes(DistributionDataPoint seconds, LongSupplier nanoTime) implements Filter {
    static final int OF_MANY = 16;
    private static final long FEW_NANOS = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        Turns turns = new Turns(nanoTime.getAsLong());
        return service.serving((request, reply) -> {
            if (turns.passesOver()) {
                service.serve(request, reply);
            } else {
                serve(service, request, reply, turns);
            }
        });
    }

    private <Q, R> void serve(Service<Q, R> service, Q request, Reply<R> reply, Turns turns) {
        long began = nanoTime.getAsLong();
        turns.timed(began);
        service.serve(request, answer -> {
            seconds.observe((nanoTime.getAsLong() - began) / NANOS_PER_SECOND);
            reply.give(answer);
        });
    }

    /** Which requests of one conversation are timed. */
    private static final class Turns {
        private int passing;
        private int counted = 1;
        private long last;

        Turns(long now) {
            last = now - FEW_NANOS;
        }

        boolean passesOver() {
            if (passing == 0) {
                return false;
            }
            passing--;
            return true;
        }

        /** A request that is timed begins. */
        void timed(long now) {
            counted = now - last < FEW_NANOS * counted ? OF_MANY : 1;
            passing = counted - 1;
            last = now;
        }
    }
}
