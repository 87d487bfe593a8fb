package dev.parley.queue.postgresql;

import dev.parley.queue.Reservation;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import dev.parley.queue.postgresql.Operation.Access;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thread for all operations: what has gathered is done in one {@link Turn}, and answered after its commit. Where the database
 * cannot be reached the turn is taken again, up to a bound for each operation.
 */
final class BatchThread {
    private static final System.Logger LOG = System.getLogger("dev.parley.queue");
    /** What is overdue is left to a server that is at it; to be looked at again so soon. */
    private static final long OVERDUE_NANOS = 10_000_000;

    private static final long BETWEEN_TRIES_MILLIS = 100;

    private final Link link;
    private final LastCommit lastCommit;
    private final Turn.Room room;
    private final StoreClock clock;
    private final Duration patience;
    private final Consumer<Set<String>> news;
    private final Asked asked;
    private final Operation end;
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable StoreException ended;
    private volatile boolean closing;
    /** Null while nobody wants to know how long commits take. */
    private volatile @Nullable LongConsumer commitTimes;
    /** In the database's time; {@link Long#MAX_VALUE} for never. */
    private volatile long alarmAt = Long.MAX_VALUE;

    /** Whose commit was not answered. */
    private @Nullable Turn lost;

    private long lastNow;
    private long lastNowAt;

    /**
     * @param news is given tubes in which something became ready that other servers may wait for
     */
    BatchThread(Link link, Turn.Room room, StoreClock clock, Duration patience, Consumer<Set<String>> news) {
        this.link = link;
        this.lastCommit = new LastCommit(link, room);
        this.room = room;
        this.clock = clock;
        this.patience = patience;
        this.news = news;
        this.asked = new Asked(room.waiting(), clock, this::looking);
        this.end = new Operation.Other<>(
                this, Access.WRITE, this::end, new CompletableFuture<>(), clock.nanoTime() - patience.toNanos(), false);
        this.thread =
                Thread.ofPlatform().daemon().name("parley-store-postgresql").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Turn.Room room() {
        return room;
    }

    StoreClock clock() {
        return clock;
    }

    /** Has it done in one of the next turns. */
    void submit(Operation operation) {
        if (!asked.add(operation)) {
            operation.refuse(new StoreException(
                    Kind.FULL,
                    "too many messages wait for " + link.address().text()
                            + ", which is slow or away; try again later"));
            return;
        }
        StoreException reason = ended;
        if (reason != null && asked.remove(operation)) {
            operation.refuse(reason);
        }
    }

    /** Looks whether somebody here can be served from these tubes. Any thread. */
    void look(Set<String> tubes) {
        asked.hear(tubes);
    }

    private Operation looking(Set<String> tubes) {
        return new Operation.Other<>(
                this,
                Access.READ,
                turn -> {
                    tubes.stream().filter(room.waiting()::isAwaited).forEach(turn.serving()::changed);
                    return true;
                },
                new CompletableFuture<>(),
                clock.nanoTime(),
                false);
    }

    /** As {@link dev.parley.queue.MessageStore#timeCommits}. */
    void timeCommits(LongConsumer nanos) {
        commitTimes = nanos;
    }

    /** Why it is unavailable; null while it is not. */
    @Nullable
    SQLException trouble() {
        return link.trouble();
    }

    /** Does what was asked before, gives back what this server's holders have, and ends. */
    void close() {
        closing = true;
        asked.addLast(end);
        if (ended != null) {
            asked.remove(end);
        }
        boolean interrupted = false;
        while (over.getCount() > 0 && !Thread.currentThread().equals(thread)) {
            try {
                over.await();
            } catch (InterruptedException e) {
                interrupted = true; // what was acknowledged is to be given all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean end(Turn turn) throws SQLException {
        for (String tube : turn.database()
                .query(
                        Sql.GIVE_BACK,
                        Serving::texts,
                        room.server().holderKey(0),
                        room.server().lastHolderKey())) {
            turn.becameReady(tube);
        }
        turn.database().update(Sql.END_SERVER, room.server().id());
        turn.afterCommit(() -> ended = closed());
        return true;
    }

    static StoreException closed() {
        return new StoreException(Kind.CLOSED, "the store is closed");
    }

    // ---- its own

    private void run() {
        StoreException reason = closed();
        List<Operation> taken = List.of();
        try {
            while (ended == null) {
                taken = asked.take();
                if (!taken.isEmpty()) {
                    perform(taken);
                }
            }
        } catch (InterruptedException e) {
            reason = new StoreException(Kind.FAILED, "the store's thread was interrupted");
        } catch (RuntimeException | Error e) {
            reason = new StoreException(Kind.FAILED, "the store's thread has ended: " + e);
            LOG.log(System.Logger.Level.ERROR, reason.reason(), e);
        }
        StoreException why = reason;
        ended = why;
        taken.forEach(operation -> operation.refuse(why)); // those that were not answered
        refuseAll(why);
        link.disconnect();
        over.countDown();
    }

    private void refuseAll(StoreException why) {
        for (Waiter waiter : room.waiting().all()) {
            room.waiting().leave(waiter);
            waiter.answer.completeExceptionally(why);
        }
        asked.removeIf(late -> refused(late, why));
    }

    private void perform(List<Operation> operations) throws InterruptedException {
        List<Operation> left = new ArrayList<>(operations);
        while (!left.isEmpty()) {
            Turn turn = null;
            boolean committing = false;
            try {
                if (settleLost(left)) {
                    continue;
                }
                Access access = Turn.access(left, room.waiting());
                turn = new Turn(room, access == Access.NONE ? null : link.connected(), left);
                if (!turn.run()) {
                    lastCommit.goOnFromWhatThereIs();
                    continue;
                }
                committing = true;
                commit(turn);
                finish(turn);
                return;
            } catch (SQLException e) {
                if (committing) {
                    lost = turn;
                } else if (turn != null) {
                    turn.undo();
                }
                if (committing || SqlFailure.isPassing(e)) {
                    link.unavailable(e);
                    refuseImpatient(left, e);
                    endWaits();
                    if (left.stream().allMatch(Operation::lasts)) { // so that others are looked at meanwhile
                        asked.addAgain(left);
                        left.clear();
                    }
                    if (ended == null) {
                        Thread.sleep(BETWEEN_TRIES_MILLIS);
                    }
                } else {
                    failed(left, e);
                    return;
                }
            } catch (StoreException e) { // the database cannot do what was promised
                if (turn != null) {
                    turn.undo();
                }
                link.unavailable(new SQLException(e.reason(), e));
                left.removeIf(operation -> !operation.lasts() && refused(operation, e));
                if (closing) {
                    left.forEach(operation -> operation.refuse(e));
                    ended = closed();
                } else if (!left.isEmpty()) {
                    asked.addAgain(left);
                    Thread.sleep(BETWEEN_TRIES_MILLIS);
                }
                return;
            }
        }
    }

    private static boolean refused(Operation operation, StoreException reason) {
        operation.refuse(reason);
        return true;
    }

    private void commit(Turn turn) throws SQLException {
        LongConsumer times = turn.writes() ? commitTimes : null;
        if (times == null) {
            turn.commit();
        } else {
            long began = System.nanoTime();
            turn.commit();
            times.accept(System.nanoTime() - began);
        }
    }

    /** True when these operations were done in a turn whose commit took effect, though its answer was lost. */
    private boolean settleLost(List<Operation> left) throws SQLException {
        Turn unsure = lost;
        if (unsure == null) {
            return false;
        }
        boolean tookEffect = unsure.writes() && lastCommit.isThere();
        lost = null;
        if (!tookEffect) {
            unsure.undo();
            return false;
        }
        finish(unsure);
        left.removeAll(unsure.operations()); // also a reserve that waits now
        return true;
    }

    private void finish(Turn turn) throws SQLException {
        if (turn.writes()) {
            room.server().batchCommitted();
        }
        turn.apply();
        Database committed = link.database();
        if (committed != null && turn.uses()) {
            link.available();
            lastNow = turn.now();
            lastNowAt = clock.nanoTime();
            setAlarm(turn.nextDueNanos());
        }
        StoreException unconfirmed = committed == null ? null : unconfirmed(turn, committed);
        turn.giveAnswers(unconfirmed);
        if (!turn.news().isEmpty()) {
            news.accept(turn.news());
        }
    }

    /** Why no standby is known to have what was put; null when one has, or none is promised. */
    private @Nullable StoreException unconfirmed(Turn turn, Database committed) {
        if (!turn.hasPuts()) {
            return null;
        }
        try {
            return room.level().unconfirmed(committed);
        } catch (SQLException e) {
            link.unavailable(e);
            return new StoreException(
                    Kind.FAILED, "the message is stored, but not known to be with a standby: " + SqlFailure.line(e));
        }
    }

    private void setAlarm(long dueNanos) {
        if (room.waiting().size() == 0) {
            return; // what is due happens in the next turn
        }
        long next = Math.min(dueNanos, room.waiting().nextAlarmNanos());
        if (next < Long.MAX_VALUE && (next < alarmAt || alarmAt <= now())) {
            alarmAt = next;
            long left = next - now();
            clock.wakeAfter(left <= 0 ? OVERDUE_NANOS : left, () -> {
                alarmAt = Long.MAX_VALUE;
                submit(looking(Set.of()));
            });
        }
    }

    /** The database's time, as far as this clock goes with it. */
    private long now() {
        Long testTime = room.server().testTime();
        return testTime != null ? testTime : lastNow + (clock.nanoTime() - lastNowAt);
    }

    // ---- trouble

    private void refuseImpatient(List<Operation> left, SQLException why) {
        long now = clock.nanoTime();
        String unsure = lost == null ? "" : "; whether this took effect is not known";
        String reason = link.address().text() + " is unavailable: " + SqlFailure.line(why);
        Predicate<Operation> impatient =
                operation -> closing || (!operation.lasts() && now - operation.askedAtNanos() >= patience.toNanos());
        StoreException tried = new StoreException(Kind.FAILED, reason + unsure);
        left.removeIf(operation -> impatient.test(operation) && refused(operation, tried));
        StoreException untried = new StoreException(Kind.FAILED, reason);
        asked.removeIf(operation -> impatient.test(operation) && refused(operation, untried));
        if (closing && left.isEmpty()) {
            ended = closed();
        }
    }

    /** Reserves that wait for no longer than this end in time, also where nothing can be reserved. */
    private void endWaits() {
        for (Waiter waiter : room.waiting().due(now())) {
            if (waiter.untilNanos <= now()) {
                room.waiting().leave(waiter);
                waiter.answer.complete(new Reservation.TimedOut());
            }
        }
    }

    /** A statement has failed for what it says: only the operation that says it is refused. */
    private void failed(List<Operation> left, SQLException why) throws InterruptedException {
        try {
            Database there = link.database();
            if (there != null) {
                there.rollBack();
            }
        } catch (SQLException e) {
            link.disconnect();
        }
        if (left.size() > 1) {
            for (Operation operation : left) {
                perform(List.of(operation));
            }
            return;
        }
        LOG.log(System.Logger.Level.ERROR, () -> link.address().text() + ": " + SqlFailure.line(why));
        StoreException reason = SqlFailure.isFull(why)
                ? new StoreException(Kind.FULL, "the disk of " + link.address().text() + " is full")
                : SqlFailure.failed(link.address(), why);
        left.forEach(operation -> operation.refuse(reason));
        if (closing) {
            ended = closed();
        }
    }
}
