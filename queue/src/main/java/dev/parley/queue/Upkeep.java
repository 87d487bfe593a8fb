package dev.parley.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What is done to messages that nobody holds, and to tubes. For one thread at a time; {@code now} is the store's time. */
final class Upkeep {
    private final Backlog backlog;
    private final Tubes tubes;
    private final Leases leases;
    private final Timers timers;
    private final Dispatch dispatch;
    private final AtomicLong messages;

    /** @param messages how many are stored: counted down here */
    Upkeep(Backlog backlog, Tubes tubes, Leases leases, Timers timers, Dispatch dispatch, AtomicLong messages) {
        this.backlog = backlog;
        this.tubes = tubes;
        this.leases = leases;
        this.timers = timers;
        this.dispatch = dispatch;
        this.messages = messages;
    }

    /** Which a kick makes ready: the buried, or else the delayed. */
    MessageState kicked(String name) {
        Tube tube = tubes.find(name);
        return tube != null && tube.buried > 0 ? MessageState.BURIED : MessageState.DELAYED;
    }

    /** Makes messages in this state ready, at most so many and at most {@value StoreIndex#ONE_TURN}: how many. */
    int kick(String tube, MessageState state, long bound) {
        int kicked = 0;
        while (kicked < Math.min(bound, StoreIndex.ONE_TURN)) {
            Entry entry = backlog.first(tube, state);
            if (entry == null) {
                break;
            }
            dispatch.move(entry, entry.ready(entry.history().kicked()));
            kicked++;
        }
        return kicked;
    }

    boolean kick(long id) {
        Entry entry = leases.held(id) ? null : backlog.find(id);
        if (entry == null || entry.state() == MessageState.READY) {
            return false;
        }
        dispatch.move(entry, entry.ready(entry.history().kicked()));
        return true;
    }

    boolean delete(long id, long now) {
        Entry entry = leases.held(id) ? null : backlog.find(id);
        if (entry == null) {
            return false;
        }
        backlog.remove(entry);
        deleted(entry, now);
        return true;
    }

    /** It was removed from the backlog, since somebody has done with it. */
    void deleted(Entry entry, long now) {
        tubes.get(entry.tube()).deletedAfter(now - entry.putAt());
        gone(entry);
    }

    private void gone(Entry entry) {
        messages.decrementAndGet();
        Tube tube = tubes.get(entry.tube());
        tube.count(entry, -1);
        tube.deleted++;
        tubes.dropIfUnneeded(tube);
    }

    /** Forgets at most {@value StoreIndex#ONE_TURN} messages of a tube that nobody holds: how many. */
    int purge(String tube) {
        int purged = 0;
        for (MessageState state : List.of(MessageState.READY, MessageState.DELAYED, MessageState.BURIED)) {
            for (Entry entry : backlog.list(tube, state, StoreIndex.ONE_TURN - purged)) {
                backlog.remove(entry);
                gone(entry);
                purged++;
            }
        }
        return purged;
    }

    boolean pause(String name, Duration time, long now) {
        NewMessage.requireTime("pause", time);
        Tube tube = tubes.find(name);
        if (tube == null) {
            return false;
        }
        timers.remove(tube.pauseEnd);
        tube.pauses++;
        tube.pauseNanos = time.toNanos();
        tube.pauseEnd = timers.add(now + tube.pauseNanos, () -> resume(tube));
        if (time.isZero()) {
            timers.remove(tube.pauseEnd);
            resume(tube);
        }
        return true;
    }

    private void resume(Tube tube) {
        tube.pauseEnd = null;
        dispatch.mayServe(tube);
    }
}
