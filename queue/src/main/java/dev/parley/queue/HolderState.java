package dev.parley.queue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an index knows of a holder. For one thread at a time. */
final class HolderState {
    private static final long SOON_NANOS = 1_000_000_000;

    final Set<String> watched = new LinkedHashSet<>();
    final TreeSet<Lease> leases = new TreeSet<>(Lease.BY_DEADLINE);

    @Nullable
    String used;

    @Nullable
    Waiter waiter;

    boolean closed;

    /** When the last second of a lease begins; {@link Long#MAX_VALUE} when there is none. */
    long soonNanos() {
        return leases.isEmpty() ? Long.MAX_VALUE : leases.first().deadlineNanos - SOON_NANOS;
    }
}
