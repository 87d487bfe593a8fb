package dev.parley.queue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reserves that wait, in line for each tube their holders watch. For one thread at a time. */
final class WaitingRoom {
    private final Tubes tubes;
    private final Timers timers;
    private final Answers answers;
    private final Set<Waiter> inside = new HashSet<>();

    WaitingRoom(Tubes tubes, Timers timers, Answers answers) {
        this.tubes = tubes;
        this.timers = timers;
        this.answers = answers;
    }

    int size() {
        return inside.size();
    }

    List<Waiter> all() {
        return List.copyOf(inside);
    }

    void enter(Waiter waiter) {
        HolderState holder = waiter.holder;
        holder.waiter = waiter;
        inside.add(waiter);
        holder.watched.forEach(name -> tubes.get(name).waiting.add(waiter));
        setTimer(waiter);
    }

    /** Its answer is the caller's to give. */
    void leave(Waiter waiter) {
        HolderState holder = waiter.holder;
        holder.waiter = null;
        inside.remove(waiter);
        holder.watched.forEach(name -> tubes.get(name).waiting.remove(waiter));
        timers.remove(waiter.timer);
    }

    /** A lease of the holder is new or renewed: its last second may come earlier. */
    void leasesChanged(HolderState holder) {
        @Nullable Waiter waiter = holder.waiter;
        if (waiter != null) {
            timers.remove(waiter.timer);
            setTimer(waiter);
        }
    }

    private void setTimer(Waiter waiter) {
        long at = Math.min(waiter.untilNanos, waiter.holder.soonNanos());
        waiter.timer = at == Long.MAX_VALUE ? null : timers.add(at, () -> ring(waiter, at));
    }

    private void ring(Waiter waiter, long nowNanos) {
        if (waiter.holder.soonNanos() <= nowNanos) {
            leave(waiter);
            answers.add(waiter.answer, new Reservation.DeadlineSoon());
        } else if (waiter.untilNanos <= nowNanos) {
            leave(waiter);
            answers.add(waiter.answer, new Reservation.TimedOut());
        } else {
            setTimer(waiter); // the lease it was set for is over
        }
    }
}
