package dev.parley.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who holds which message until when, and how to undo what was changed since the last commit. For one thread at a time. */
final class Leases {
    private final Map<Long, Lease> leases = new HashMap<>();
    private final List<Lease> granted = new ArrayList<>();
    private final List<Lease> ended = new ArrayList<>();
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
        granted.add(lease);
    }

    void end(Lease lease) {
        drop(lease);
        ended.add(lease);
    }

    void renew(Lease lease, long nowNanos) {
        drop(lease);
        lease.deadlineNanos = nowNanos + lease.entry.timeToRunNanos();
        add(lease);
    }

    private void add(Lease lease) {
        leases.put(lease.entry.id(), lease);
        lease.holder.leases.add(lease);
        lease.timer = timers.add(lease.deadlineNanos, () -> expired.accept(lease));
    }

    private void drop(Lease lease) {
        leases.remove(lease.entry.id(), lease);
        lease.holder.leases.remove(lease);
        timers.remove(lease.timer);
    }

    void committed() {
        granted.clear();
        ended.clear();
    }

    /** The leases are again what they were at the last commit, but for those whose holder has been closed. */
    void rolledBack() {
        Set<Lease> since = new HashSet<>(granted);
        for (Lease lease : granted) {
            if (leases.get(lease.entry.id()) == lease) {
                drop(lease);
            }
        }
        for (Lease lease : ended) {
            if (!since.contains(lease) && !lease.holder.closed) {
                add(lease);
            }
        }
        committed();
    }
}
