package dev.parley.services;

import dev.parley.core.Peer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many answers that are longer than their question one address may get: {@value #BURST} at once, then
 * {@value #PER_SECOND} a second. A forged source then makes a server hardly worth using against its victim. Bounded: the
 * address not seen for longest is forgotten. Safe for any thread.
 */
final class AmplificationLimiter {
    static final int BURST = 100;
    static final int PER_SECOND = 50;
    private static final int MOST_ADDRESSES = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Bucket(double answers, long atNanos) {}

    private final LongSupplier nanoTime;
    private final Map<String, Bucket> byHost = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    AmplificationLimiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** True when one more answer may go to this peer's address, whatever its port. */
    synchronized boolean spend(Peer peer) {
        String host = peer.host();
        long now = nanoTime.getAsLong();
        Bucket bucket = byHost.getOrDefault(host, new Bucket(BURST, now));
        double refill = (now - bucket.atNanos) / NANOS_PER_SECOND * PER_SECOND;
        double answers = Math.min(BURST, bucket.answers + refill);
        boolean allowed = answers >= 1;
        byHost.put(host, new Bucket(allowed ? answers - 1 : answers, now));
        return allowed;
    }
}
