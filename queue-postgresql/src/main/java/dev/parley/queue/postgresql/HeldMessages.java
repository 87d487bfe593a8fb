package dev.parley.queue.postgresql;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What this server remembers of the messages that one holder has: only when each ends, for the warning before. For one thread at a time. */
final class HeldMessages {
    private static final long SOON_NANOS = 1_000_000_000;

    private record Lease(long id, long untilNanos) {}

    private final Map<Long, Lease> leases = new HashMap<>();
    private final TreeSet<Lease> byEnd =
            new TreeSet<>(Comparator.comparingLong(Lease::untilNanos).thenComparingLong(Lease::id));

    void put(long id, long untilNanos) {
        remove(id);
        Lease lease = new Lease(id, untilNanos);
        leases.put(id, lease);
        byEnd.add(lease);
    }

    void remove(long id) {
        Lease lease = leases.remove(id);
        if (lease != null) {
            byEnd.remove(lease);
        }
    }

    /** When it ends, as far as known; empty when this holder does not have it. */
    Optional<Long> until(long id) {
        return Optional.ofNullable(leases.get(id)).map(Lease::untilNanos);
    }

    /** Those that have ended by then are nobody's. */
    void forgetUntil(long nowNanos) {
        while (!byEnd.isEmpty() && byEnd.first().untilNanos <= nowNanos) {
            remove(byEnd.first().id);
        }
    }

    /** When the last second of one begins; {@link Long#MAX_VALUE} when there is none. */
    long soonNanos() {
        return byEnd.isEmpty() ? Long.MAX_VALUE : byEnd.first().untilNanos - SOON_NANOS;
    }
}
