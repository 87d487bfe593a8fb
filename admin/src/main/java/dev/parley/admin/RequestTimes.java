package dev.parley.admin;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.LongSupplier;

/**
 * Times requests, from when the service gets one until its answer is given. Each of them, as long as a peer sends fewer than
 * 100 a second and all peers fewer than {@value SampleRate#PER_SECOND}; then about so many, so that looking at the clock and observing do
 * not cost more than the requests.
 */
final class RequestTimes implements Filter {
    private static final double NANOS_PER_SECOND = 1e9;

    private final DistributionDataPoint seconds;
    private final LongSupplier nanoTime;
    private final SampleRate all;

    RequestTimes(DistributionDataPoint seconds, LongSupplier nanoTime) {
        this.seconds = seconds;
        this.nanoTime = nanoTime;
        this.all = new SampleRate(nanoTime.getAsLong());
    }

    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        return new Timed<>(service);
    }

    /**
     * The service of one conversation. Every request takes this way, so it is one call between the session and the service, and not
     * the two of {@link Service#serving}.
     */
    private final class Timed<Q, R> implements Service<Q, R> {
        /** One of so many may be timed at the least: those that come more slowly after a burst are passed over too. */
        private static final int MOST = 256;

        private static final long APART_NANOS = 10_000_000;

        private final Service<Q, R> service;
        private int every = 1;
        private int passing;
        private long last;

        Timed(Service<Q, R> service) {
            this.service = service;
            this.last = nanoTime.getAsLong() - APART_NANOS;
        }

        @Override
        public void serve(Q request, Reply<R> reply) {
            if (passing > 0) {
                passing--;
                service.serve(request, reply);
            } else {
                serveInTurn(request, reply);
            }
        }

        private void serveInTurn(Q request, Reply<R> reply) {
            long began = nanoTime.getAsLong();
            passing = passAfter(began);
            if (!all.lets(began)) {
                service.serve(request, reply);
                return;
            }
            service.serve(request, answer -> {
                seconds.observe((nanoTime.getAsLong() - began) / NANOS_PER_SECOND);
                reply.give(answer);
            });
        }

        /** How many to pass over after this one. A few in a row are no burst yet: one of twice as many at most is timed next. */
        private int passAfter(long now) {
            long tookNanos = Math.max(1, now - last);
            last = now;
            every = (int) Math.clamp(every * APART_NANOS / tookNanos, 1, Math.min(2L * every, MOST));
            return every - 1;
        }

        @Override
        public void inputEnded() {
            service.inputEnded();
        }

        @Override
        public void ended() {
            service.ended();
        }
    }
}
