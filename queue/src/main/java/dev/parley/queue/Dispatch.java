package dev.parley.queue;

import dev.parley.queue.Backlog.Place;
import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.StoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who gets which message next. For one thread at a time; {@code now} is the store's time. */
final class Dispatch {
    private static final System.Logger LOG = System.getLogger("dev.parley.queue");

    private final Backlog backlog;
    private final Tubes tubes;
    private final Leases leases;
    private final WaitingRoom waiting;
    private final Answers answers;
    /** Tubes with a message or a pause's end that somebody may wait for. */
    private final Set<Tube> changed = new LinkedHashSet<>();

    Dispatch(Backlog backlog, Tubes tubes, Leases leases, WaitingRoom waiting, Answers answers) {
        this.backlog = backlog;
        this.tubes = tubes;
        this.leases = leases;
        this.waiting = waiting;
        this.answers = answers;
    }

    /** Somebody came into line for this tube, or its pause has ended. */
    void mayServe(Tube tube) {
        changed.add(tube);
    }

    /** The next message of the tubes this holder watches; null when there is none. */
    @Nullable
    Stored next(HolderState holder, long now) {
        while (true) {
            Place next = null;
            for (String name : holder.watched) {
                Tube tube = tubes.find(name);
                if (tube != null && tube.ready > 0 && !tube.paused()) {
                    Place first = backlog.firstReady(name);
                    if (first != null && (next == null || first.compareTo(next) < 0)) {
                        next = first;
                    }
                }
            }
            if (next == null) {
                return null;
            }
            Stored intact = readIntact(next.id(), now);
            if (intact != null) {
                return intact;
            }
        }
    }

    /** A message that is not what was put is set aside, so that those behind it are served. */
    private @Nullable Stored readIntact(long id, long now) {
        try {
            Stored stored = backlog.read(id);
            if (stored == null) {
                throw new StoreException(Kind.DAMAGED, "message " + id + " is in an order, but it is not stored");
            }
            return stored;
        } catch (StoreException e) {
            Entry damaged = backlog.find(id);
            if (e.kind() != Kind.DAMAGED || damaged == null) {
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, () -> e.reason() + "; it was buried");
            move(damaged, damaged.buried(damaged.priority(), now));
            return null;
        }
    }

    /** Gives a message to this holder: it is in no order from now on. */
    Message lend(Stored stored, HolderState holder, long now) {
        Entry entry = stored.entry();
        backlog.lend(entry);
        Tube tube = tubes.get(entry.tube());
        tube.count(entry, -1);
        Entry held = entry.reserved();
        tube.count(held, 1);
        leases.grant(held, holder, now);
        return new Message(entry.id(), entry.tube(), entry.priority(), stored.body());
    }

    /** Gives what is ready to this holder: at most so many, of so many bytes together; the first may have more. */
    Batch lendBatch(HolderState holder, int most, long mostBytes, long now) {
        List<Message> messages = new ArrayList<>();
        long bytes = 0;
        while (messages.size() < most) {
            Stored next = nextOfBatch(holder, messages.isEmpty(), now);
            bytes += next == null ? 0 : next.entry().bytes();
            if (next == null || (bytes > mostBytes && !messages.isEmpty())) {
                break;
            }
            messages.add(lend(next, holder, now));
        }
        return new Batch(messages);
    }

    /** A failure behind the first is no reason to keep from its holder what it has. */
    private @Nullable Stored nextOfBatch(HolderState holder, boolean first, long now) {
        try {
            return next(holder, now);
        } catch (StoreException e) {
            if (first) {
                throw e;
            }
            return null;
        }
    }

    /** Writes what became of a message. */
    void move(Entry from, Entry to) {
        backlog.move(from, to);
        Tube tube = tubes.get(to.tube());
        tube.count(from, -1);
        tube.count(to, 1);
        mayServe(tube, to);
    }

    /** A message came into this tube, or came back. */
    void mayServe(Tube tube, Entry entry) {
        if (entry.state() == MessageState.READY && !tube.waiting.isEmpty()) {
            changed.add(tube);
        }
    }

    /** Hands out what has become ready: the first message of all these tubes to the first in line for its tube, and so on. */
    void serveWaiting(long now) {
        while (!changed.isEmpty()) {
            changed.removeIf(tube -> tube.paused() || tube.ready == 0 || tube.waiting.isEmpty());
            Tube first = null;
            Place place = null;
            for (Tube tube : changed) {
                Place ready = backlog.firstReady(tube.name);
                if (ready != null && (place == null || ready.compareTo(place) < 0)) {
                    first = tube;
                    place = ready;
                }
            }
            if (first == null || place == null) {
                changed.clear();
                return;
            }
            Stored stored = readIntact(place.id(), now);
            if (stored != null) {
                Waiter waiter = first.waiting.iterator().next();
                waiting.leave(waiter);
                answers.add(waiter.answer, new Reservation.Reserved(lend(stored, waiter.holder, now)));
            }
        }
    }
}
