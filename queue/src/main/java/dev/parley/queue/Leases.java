package dev.parley.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who holds which message until when. For one thread at a time. */
final class Leases {
    private final Map<Long, Lease> leases = new HashMap<>();
    private final Timers timers;
    private final Consumer<Lease> expired;

    /** @param expired is given each lease whose deadline has come; to end it */
    Leases(Timers timers, Consumer<Lease> expired) {
        this.timers = timers;
        this.expired = expired;
    }

    @Nullable
    Lease find(long id) {
        return leases.get(id);
    }

    /** The lease of this message if this holder has it. */
    @Nullable
    Lease of(HolderState holder, long id) {
        Lease lease = leases.get(id);
        return lease == null || lease.holder != holder ? null : lease;
    }

    boolean held(long id) {
        return leases.containsKey(id);
    }

    Collection<Lease> all() {
        return leases.values();
    }

    void grant(Entry entry, HolderState holder, long nowNanos) {
        Lease lease = new Lease(entry, holder);
        lease.deadlineNanos = nowNanos + entry.timeToRunNanos();
        add(lease);
    }

    void renew(Lease lease, long nowNanos) {
        end(lease);
        lease.deadlineNanos = nowNanos + lease.entry.timeToRunNanos();
        add(lease);
    }

    private void add(Lease lease) {
        leases.put(lease.entry.id(), lease);
        lease.holder.leases.add(lease);
        lease.timer = timers.add(lease.deadlineNanos, () -> expired.accept(lease));
    }

    void endUnless(Predicate<Lease> kept) {
        List.copyOf(leases.values()).stream().filter(kept.negate()).forEach(this::end);
    }

    void end(Lease lease) {
        leases.remove(lease.entry.id(), lease);
        lease.holder.leases.remove(lease);
        timers.remove(lease.timer);
    }
}
