package dev.parley.admin;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.LongSupplier;

/**
 * Times requests, from when the service gets one until its answer is given. Each of them, as long as a peer sends fewer than
 * 100 a second; then about 100 a second, so that two looks at the clock and an observation do not cost more than the requests.
 */
record RequestTimes(DistributionDataPoint seconds, LongSupplier nanoTime) implements Filter {
    /** One of so many is timed at the least: those that come more slowly after a burst are passed over too. */
    private static final int MOST = 256;

    private static final long APART_NANOS = 10_000_000;
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
        private int every = 1;
        private int passing;
        private long last;

        Turns(long now) {
            last = now - APART_NANOS;
        }

        boolean passesOver() {
            if (passing == 0) {
                return false;
            }
            passing--;
            return true;
        }

        /** A request that is timed begins. A few in a row are no burst yet: one of twice as many at most is timed next. */
        void timed(long now) {
            long tookNanos = Math.max(1, now - last);
            every = (int) Math.clamp(every * APART_NANOS / tookNanos, 1, Math.min(2L * every, MOST));
            passing = every - 1;
            last = now;
        }
    }
}
