package dev.parley.queue;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A message and who holds it until when. For one thread at a time. */
final class Lease {
    static final Comparator<Lease> BY_DEADLINE =
            Comparator.comparingLong((Lease lease) -> lease.deadlineNanos).thenComparingLong(lease -> lease.entry.id());

    final Entry entry;
    final HolderState holder;
    long deadlineNanos;
    Timers.@Nullable Timer timer;

    Lease(Entry entry, HolderState holder) {
        this.entry = entry;
        this.holder = holder;
    }
}
