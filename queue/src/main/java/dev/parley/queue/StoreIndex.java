package dev.parley.queue;

import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.StoreException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules of the queue, once for all stores: who holds which message until when, who waits, what is counted. What outlives the
 * process is in the {@link Backlog} beneath. Everything here is memory; with n messages nothing takes longer than log n.
 *
 * <p>It has no thread, lock or clock: {@link Turns} run its operations one at a time, and each begins with {@link #begin} and ends
 * with {@link #end}. Answers are held in {@link #answers} until the turn says that they are safe. An operation writes before
 * it changes anything here, so that one that cannot write has done nothing.
 */
public final class StoreIndex {
    /** At most so many in one turn: others want theirs. */
    static final int ONE_TURN = 1_000;

    private final Backlog backlog;
    private final Answers answers = new Answers();
    private final Timers timers = new Timers();
    private final Tubes tubes;
    private final Leases leases;
    private final WaitingRoom waiting;
    private final Dispatch dispatch;
    private final Inspection inspection;
    private final Upkeep upkeep;
    private final Intake intake;
    private final Subscriptions subscriptions;

    private long now;
    /** Read from any thread, written in turn. */
    private final AtomicLong messages = new AtomicLong();

    private long timeouts;

    StoreIndex(Backlog backlog, StoreLimits limits) {
        this.backlog = backlog;
        this.tubes = new Tubes(backlog::vanished);
        this.leases = new Leases(timers, this::expired);
        this.waiting = new WaitingRoom(tubes, timers, answers);
        this.dispatch = new Dispatch(backlog, tubes, leases, waiting, answers);
        this.inspection = new Inspection(backlog, tubes, leases);
        this.upkeep = new Upkeep(backlog, tubes, leases, timers, dispatch, messages);
        this.subscriptions = new Subscriptions(tubes, dispatch);
        backlog.open(leases::held);
        this.now = backlog.openedAtNanos();
        tubes.open(backlog.contents());
        messages.set(tubes.counts().total());
        this.intake = new Intake(backlog, limits, tubes, dispatch, messages);
    }

    // ---- for those that run operations

    /** What has been answered since this was last asked. */
    public Answers answers() {
        return answers;
    }

    /** An operation begins, so long after the store was opened: first, what is due by then happens. */
    void begin(long sinceOpenedNanos) {
        now = backlog.openedAtNanos() + sinceOpenedNanos;
        for (Timers.Timer due = timers.takeDue(now); due != null; due = timers.takeDue(now)) {
            due.action().run();
        }
        if (backlog.writable()) {
            for (Entry due = backlog.firstDue(); due != null && due.at() <= now; due = backlog.firstDue()) {
                dispatch.move(due, due.ready(due.history()));
            }
        }
        dispatch.serveWaiting(now);
    }

    /** An operation ends: whoever waits for what it made ready gets it. */
    void end() {
        dispatch.serveWaiting(now);
    }

    /** How long after the store was opened something is due that somebody waits for; {@link Long#MAX_VALUE} for never. */
    long nextDueNanos() {
        if (waiting.size() == 0) {
            return Long.MAX_VALUE; // what is due happens at the next operation
        }
        Entry due = backlog.writable() ? backlog.firstDue() : null;
        long next = Math.min(timers.nextNanos(), due == null ? Long.MAX_VALUE : due.at());
        return next == Long.MAX_VALUE ? next : next - backlog.openedAtNanos();
    }

    /**
     * What was written since the last commit could not be made safe, and is undone in the backlog. What was to be answered is
     * refused with this reason, unless it is true all the same: a message that is stored was handed out. One whose holder was
     * told that it could not be released, buried or deleted is ready again.
     */
    public void lost(StoreException reason) {
        answers.refuseAllBut(reason, value -> switch (value) {
            case Reservation.Reserved(Message message) -> ready(message.id());
            case Batch(List<Message> batch) -> batch.stream().allMatch(message -> ready(message.id()));
            default -> false;
        });
        leases.endUnless(lease -> ready(lease.entry.id()));
        tubes.recount(backlog.contents(), leases.all());
        messages.set(tubes.counts().total());
        tubes.all().forEach(dispatch::mayServe);
    }

    private boolean ready(long id) {
        Entry stored = backlog.find(id);
        return stored != null && stored.state() == MessageState.READY;
    }

    /** Nothing is answered any more but this. */
    public void refuseAll(StoreException reason) {
        close(reason);
        answers.refuseAllBut(reason, value -> false);
        answers.take().run();
    }

    /** The store ends: whoever waits is refused. */
    void close(StoreException reason) {
        for (Waiter waiter : waiting.all()) {
            waiting.leave(waiter);
            answers.refuse(waiter.answer, reason);
        }
    }

    // ---- putting

    long put(NewMessage message) {
        return intake.put(message, now).id();
    }

    /** The same, unless its tube knows the key. */
    long putOnce(String key, NewMessage message) {
        return intake.putOnce(key, message, now);
    }

    void draining(boolean drains) {
        intake.draining(drains);
    }

    // ---- holders

    void use(HolderState holder, String name) {
        subscriptions.use(holder, name);
    }

    void watch(HolderState holder, String name) {
        subscriptions.watch(holder, name);
    }

    void ignore(HolderState holder, String name) {
        subscriptions.ignore(holder, name);
    }

    void reserve(HolderState holder, Duration wait, CompletableFuture<Reservation> answer) {
        requireOpen(holder);
        if (holder.waiter != null) {
            throw new IllegalStateException("this holder waits already: one reserve at a time");
        }
        Stored next = dispatch.next(holder, now);
        if (next != null) {
            answers.add(answer, new Reservation.Reserved(dispatch.lend(next, holder, now)));
        } else if (holder.soonNanos() <= now) {
            answers.add(answer, new Reservation.DeadlineSoon());
        } else if (wait.isZero()) {
            answers.add(answer, new Reservation.TimedOut());
        } else {
            waiting.enter(new Waiter(holder, answer, until(wait)));
        }
    }

    private long until(Duration wait) {
        return wait.compareTo(NewMessage.LONGEST) > 0 ? Long.MAX_VALUE : now + wait.toNanos();
    }

    Batch reserveBatch(HolderState holder, int most, long mostBytes) {
        requireOpen(holder);
        Batch batch = dispatch.lendBatch(holder, most, mostBytes, now);
        waiting.leasesChanged(holder);
        return batch;
    }

    Optional<Message> reserve(HolderState holder, long id) {
        requireOpen(holder);
        Stored stored = leases.held(id) ? null : backlog.read(id);
        if (stored == null) {
            return Optional.empty();
        }
        Message message = dispatch.lend(stored, holder, now);
        waiting.leasesChanged(holder);
        return Optional.of(message);
    }

    void stopWaiting(HolderState holder) {
        Waiter waiter = holder.waiter;
        if (waiter != null) {
            waiting.leave(waiter);
            answers.add(waiter.answer, new Reservation.TimedOut());
        }
    }

    boolean delete(HolderState holder, long id) {
        requireOpen(holder);
        Lease lease = leases.of(holder, id);
        if (lease == null) {
            return delete(id);
        }
        backlog.remove(lease.entry);
        leases.end(lease);
        upkeep.deleted(lease.entry, now);
        return true;
    }

    boolean release(HolderState holder, long id, long priority, Duration delay) {
        requireOpen(holder);
        NewMessage.requirePriority(priority);
        NewMessage.requireTime("delay", delay);
        Lease lease = leases.of(holder, id);
        if (lease == null) {
            return false;
        }
        dispatch.move(lease.entry, lease.entry.released(priority, delay.toNanos(), now));
        leases.end(lease);
        return true;
    }

    boolean bury(HolderState holder, long id, long priority) {
        requireOpen(holder);
        NewMessage.requirePriority(priority);
        Lease lease = leases.of(holder, id);
        if (lease == null) {
            return false;
        }
        dispatch.move(lease.entry, lease.entry.buried(priority, now));
        leases.end(lease);
        return true;
    }

    boolean touch(HolderState holder, long id) {
        requireOpen(holder);
        Lease lease = leases.of(holder, id);
        if (lease == null) {
            return false;
        }
        leases.renew(lease, now);
        waiting.leasesChanged(holder);
        return true;
    }

    void close(HolderState holder) {
        if (holder.closed) {
            return;
        }
        if (holder.waiter != null) {
            Waiter waiter = holder.waiter;
            waiting.leave(waiter);
            answers.refuse(waiter.answer, closed());
        }
        holder.closed = true;
        for (Lease lease : List.copyOf(holder.leases)) {
            giveBack(lease, lease.entry.ready(lease.entry.history()));
        }
        subscriptions.end(holder);
    }

    private static void requireOpen(HolderState holder) {
        if (holder.closed) {
            throw closed();
        }
    }

    private static StoreException closed() {
        return new StoreException(Kind.CLOSED, "the holder is closed");
    }

    private void expired(Lease lease) {
        timeouts++;
        giveBack(lease, lease.entry.ready(lease.entry.history().timedOut()));
    }

    private void giveBack(Lease lease, Entry ready) {
        leases.end(lease);
        backlog.giveBack(ready);
        Tube tube = tubes.get(ready.tube());
        tube.count(lease.entry, -1);
        tube.count(ready, 1);
        dispatch.mayServe(tube, ready);
    }

    // ---- messages that nobody holds

    Optional<Message> peek(long id) {
        return inspection.peek(id);
    }

    Optional<Message> peek(String tube, MessageState state) {
        return inspection.peek(tube, state);
    }

    /** Which a kick makes ready: the buried, or else the delayed. */
    MessageState kicked(String tube) {
        return upkeep.kicked(tube);
    }

    /** Makes messages in this state ready, at most so many and at most {@value #ONE_TURN}: how many. */
    int kick(String tube, MessageState state, long bound) {
        return upkeep.kick(tube, state, bound);
    }

    boolean kick(long id) {
        return upkeep.kick(id);
    }

    boolean delete(long id) {
        return upkeep.delete(id, now);
    }

    /** Forgets at most {@value #ONE_TURN} messages of a tube that nobody holds: how many. */
    int purge(String tube) {
        return upkeep.purge(tube);
    }

    boolean pause(String tube, Duration time) {
        return upkeep.pause(tube, time, now);
    }

    // ---- what is known

    long size() {
        return messages.get();
    }

    List<MessageStats> list(String tube, MessageState state, int limit) {
        return inspection.list(tube, state, limit, now);
    }

    List<String> tubeNames() {
        return tubes.names();
    }

    StoreStats stats() {
        return new StoreStats(
                tubes.counts(),
                intake.total(),
                timeouts,
                tubes.size(),
                waiting.size(),
                backlog.bytes(),
                intake.draining(),
                backlog.health());
    }

    Optional<TubeStats> stats(String name) {
        return inspection.ofTube(name, now);
    }

    Optional<MessageStats> stats(long id) {
        return inspection.ofMessage(id, now);
    }
}
