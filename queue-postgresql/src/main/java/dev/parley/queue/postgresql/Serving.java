package dev.parley.queue.postgresql;

import dev.parley.queue.Batch;
import dev.parley.queue.Message;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.postgresql.Operation.Reserve;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Who gets which message, in one turn. A reserve arrives behind those that wait already. For one thread at a time. */
final class Serving {
    /** More holders are not asked for at once: there may be many for few messages. */
    private static final int MOST_AT_ONCE = 100;

    private final Turn turn;
    private final Set<String> changed = new LinkedHashSet<>();
    private final TreeSet<Waiter> arrived = new TreeSet<>(Waiter.BY_ARRIVAL);
    private final Map<PostgresHolder, Waiter> arrivedOf = new HashMap<>();
    /** Waiters, new or not, whose answer is found. */
    private final Set<Waiter> answered = new HashSet<>();

    private record Claimed(Message message, long untilNanos) {}

    Serving(Turn turn) {
        this.turn = turn;
    }

    /** Something in this tube may be ready that was not. */
    void changed(String tube) {
        changed.add(tube);
    }

    /** Tubes that were paused and are not any more. */
    void pausesOver(Set<String> pausedNow) {
        Counters counters = turn.counters();
        counters.paused.stream().filter(tube -> !pausedNow.contains(tube)).forEach(changed::add);
        turn.afterCommit(() -> counters.paused = pausedNow);
    }

    // ---- reserving

    void arrive(Reserve reserve) {
        PostgresHolder holder = reserve.holder();
        if (holder.isClosed()) {
            turn.refuse(reserve.answer(), PostgresHolder.closed());
            return;
        }
        Waiter before = waiterOf(holder);
        if (before != null && !answered.contains(before)) {
            turn.refuse(
                    reserve.answer(), new IllegalStateException("this holder waits already: one reserve at a time"));
            return;
        }
        Duration wait = reserve.atMost();
        long until = wait.compareTo(NewMessage.LONGEST) > 0 ? Long.MAX_VALUE : turn.now() + wait.toNanos();
        Waiter waiter = new Waiter(holder, reserve.answer(), until, turn.counters().nextWaiter++);
        arrived.add(waiter);
        arrivedOf.put(holder, waiter);
        changed.addAll(holder.watched);
    }

    /** Hands out what there is in the tubes that have changed to those who wait for them, in their order. */
    void serve() throws SQLException {
        changed.removeAll(turn.opening().paused());
        if (changed.isEmpty()) {
            return;
        }
        Set<String> closed = new HashSet<>(turn.opening().paused());
        Iterator<Waiter> line = inLine();
        List<Waiter> group = new ArrayList<>();
        List<String> tubes = List.of();
        while (line.hasNext() && !closed.containsAll(changed)) {
            Waiter waiter = line.next();
            if (answered.contains(waiter)) {
                continue;
            }
            List<String> wanted = waiter.holder.watched.stream()
                    .filter(tube -> !closed.contains(tube))
                    .toList();
            if (!wanted.equals(tubes) || group.size() == MOST_AT_ONCE) {
                serve(group, tubes, closed);
                group.clear();
                tubes = wanted.stream().filter(tube -> !closed.contains(tube)).toList();
            }
            if (!tubes.isEmpty()) {
                group.add(waiter);
            }
        }
        serve(group, tubes, closed);
        changed.clear();
    }

    private Iterator<Waiter> inLine() {
        Iterator<Waiter> waiting = turn.waiting().inLine(changed);
        if (arrived.isEmpty()) {
            return waiting;
        }
        // Whoever waits came before.
        List<Waiter> all = new ArrayList<>();
        waiting.forEachRemaining(all::add);
        all.addAll(arrived);
        return all.iterator();
    }

    /** One message each, as far as they go; when there are fewer, these tubes have no more. */
    private void serve(List<Waiter> group, List<String> tubes, Set<String> closed) throws SQLException {
        if (group.isEmpty() || tubes.isEmpty()) {
            return;
        }
        long[] holders = group.stream().mapToLong(waiter -> waiter.holder.key).toArray();
        List<Claimed> claimed = claim(tubes, holders, Long.MAX_VALUE);
        for (int i = 0; i < claimed.size(); i++) {
            Waiter waiter = group.get(i);
            answered.add(waiter);
            hold(waiter.holder, claimed.get(i));
            Reserved reserved = new Reserved(claimed.get(i).message);
            leave(waiter);
            turn.answered(() -> {
                if (!waiter.answer.complete(reserved)) {
                    waiter.holder.giveBack(reserved.message().id()); // it was refused meanwhile
                }
            });
        }
        if (claimed.size() < group.size()) {
            closed.addAll(tubes);
        }
    }

    private List<Claimed> claim(List<String> tubes, long[] holders, long mostBytes) throws SQLException {
        Database.Use<ResultSet, List<Claimed>> read = Serving::claimed;
        int most = holders.length;
        return tubes.size() == 1
                ? turn.database().query(Sql.CLAIM, read, tubes.getFirst(), most, turn.now(), holders, mostBytes)
                : turn.database()
                        .query(
                                Sql.CLAIM_OF_MANY,
                                read,
                                tubes.toArray(String[]::new),
                                most,
                                most,
                                turn.now(),
                                holders,
                                mostBytes);
    }

    private static List<Claimed> claimed(ResultSet rows) throws SQLException {
        record Placed(int place, Claimed claimed) {}
        List<Placed> found = new ArrayList<>();
        while (rows.next()) {
            found.add(new Placed(
                    rows.getInt(1),
                    new Claimed(
                            new Message(rows.getLong(2), rows.getString(3), rows.getLong(4), rows.getBytes(6)),
                            rows.getLong(5))));
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Placed::place))
                .map(Placed::claimed)
                .toList();
    }

    private void hold(PostgresHolder holder, Claimed claimed) {
        hold(holder, claimed.message.id(), claimed.untilNanos);
    }

    private void hold(PostgresHolder holder, long id, long untilNanos) {
        Optional<Long> before = holder.held.until(id);
        holder.held.put(id, untilNanos);
        turn.undoing(() -> before.ifPresentOrElse(until -> holder.held.put(id, until), () -> holder.held.remove(id)));
        turn.dueAt(untilNanos);
        changedLeases(holder);
    }

    /** This holder does not have this message any more. */
    void letGo(PostgresHolder holder, long id) {
        holder.held.until(id).ifPresent(until -> {
            holder.held.remove(id);
            turn.undoing(() -> holder.held.put(id, until));
            changedLeases(holder);
        });
    }

    private void changedLeases(PostgresHolder holder) {
        turn.afterCommit(() -> {
            Waiter waiter = holder.waiter;
            if (waiter != null) {
                turn.waiting().setAlarm(waiter);
            }
        });
    }

    private void leave(Waiter waiter) {
        if (arrived.remove(waiter)) {
            arrivedOf.remove(waiter.holder, waiter);
        } else {
            turn.afterCommit(() -> turn.waiting().leave(waiter));
        }
    }

    /** Those that got nothing: some have waited for long enough, the others go on. */
    void end() {
        List<Waiter> looked = new ArrayList<>(turn.waiting().due(turn.now()));
        looked.removeAll(answered);
        for (Waiter waiter : looked) {
            if (!endWait(waiter)) {
                turn.afterCommit(() -> turn.waiting().setAlarm(waiter));
            }
        }
        for (Waiter waiter : List.copyOf(arrived)) {
            if (!endWait(waiter)) {
                turn.afterCommit(() -> {
                    if (!waiter.answer.isDone()) { // it was refused before this commit was known
                        turn.waiting().enter(waiter);
                    }
                });
            }
        }
    }

    private boolean endWait(Waiter waiter) {
        waiter.holder.held.forgetUntil(turn.now());
        Reservation end = waiter.holder.held.soonNanos() <= turn.now()
                ? new Reservation.DeadlineSoon()
                : waiter.untilNanos <= turn.now() ? new Reservation.TimedOut() : null;
        if (end != null) {
            answered.add(waiter);
            leave(waiter);
            turn.answer(waiter.answer, end);
        }
        return end != null;
    }

    void stopWaiting(PostgresHolder holder) {
        Waiter waiter = waiterOf(holder);
        if (waiter != null && answered.add(waiter)) {
            leave(waiter);
            turn.answer(waiter.answer, new Reservation.TimedOut());
        }
    }

    private @Nullable Waiter waiterOf(PostgresHolder holder) {
        Waiter waiter = arrivedOf.get(holder);
        return waiter == null ? holder.waiter : waiter;
    }

    /** What is ready of the watched tubes. */
    Batch batch(PostgresHolder holder, int most, long mostBytes) throws SQLException {
        Set<String> paused = turn.opening().paused();
        List<String> tubes =
                holder.watched.stream().filter(tube -> !paused.contains(tube)).toList();
        if (tubes.isEmpty()) {
            return new Batch(List.of());
        }
        long[] holders = LongStream.generate(() -> holder.key).limit(most).toArray();
        List<Claimed> claimed = claim(tubes, holders, mostBytes);
        claimed.forEach(one -> hold(holder, one));
        return new Batch(claimed.stream().map(Claimed::message).toList());
    }

    /** This message, unless somebody holds it. */
    Optional<Message> one(PostgresHolder holder, long id) throws SQLException {
        List<Claimed> claimed = turn.database().query(Sql.CLAIM_ID, Serving::claimed, turn.now(), holder.key, id);
        claimed.forEach(one -> hold(holder, one));
        return claimed.stream().findFirst().map(Claimed::message);
    }

    // ---- giving back

    boolean release(PostgresHolder holder, long id, long priority, long delayNanos) throws SQLException {
        boolean delayed = delayNanos > 0;
        long due = delayed ? turn.now() + delayNanos : 0;
        Optional<String> tube = tube(Sql.RELEASE, priority, delayNanos, due, delayed ? 1 : 0, id, holder.key);
        letGo(holder, id);
        if (delayed) {
            turn.dueAt(due);
        } else {
            tube.ifPresent(turn::becameReady);
        }
        return tube.isPresent();
    }

    private Optional<String> tube(String sql, Object... values) throws SQLException {
        return turn.database()
                .query(sql, rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty(), values);
    }

    boolean bury(PostgresHolder holder, long id, long priority) throws SQLException {
        letGo(holder, id);
        return turn.database().update(Sql.BURY, priority, turn.now(), id, holder.key) > 0;
    }

    boolean touch(PostgresHolder holder, long id) throws SQLException {
        long until = turn.database()
                .query(Sql.TOUCH, rows -> rows.next() ? rows.getLong(1) : Long.MIN_VALUE, turn.now(), id, holder.key);
        if (until == Long.MIN_VALUE) {
            letGo(holder, id);
            return false;
        }
        hold(holder, id, until);
        return true;
    }

    /** One that was handed out to nobody. */
    void giveBack(PostgresHolder holder, long id) throws SQLException {
        letGo(holder, id);
        tube(Sql.GIVE_BACK_ID, id, holder.key).ifPresent(turn::becameReady);
    }

    void close(PostgresHolder holder) throws SQLException {
        Waiter waiter = waiterOf(holder);
        if (waiter != null && answered.add(waiter)) {
            leave(waiter);
            turn.refuse(waiter.answer, PostgresHolder.closed());
        }
        if (holder.mayHold()) {
            for (String tube : turn.database().query(Sql.GIVE_BACK, Serving::texts, holder.key, holder.key)) {
                turn.becameReady(tube);
            }
        }
        turn.afterCommit(() -> {
            for (String tube : List.copyOf(holder.watched)) {
                ignore(holder, tube);
            }
            turn.tubes().stopUsing(holder);
        });
    }

    static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }

    // ---- watching

    void watch(PostgresHolder holder, String tube) {
        if (holder.watched.add(tube)) {
            turn.tubes().get(tube).watching++;
            if (holder.waiter != null) {
                turn.waiting().join(holder.waiter, tube);
                changed.add(tube);
            }
        }
    }

    void ignore(PostgresHolder holder, String tube) {
        if (holder.watched.remove(tube)) {
            if (holder.waiter != null) {
                turn.waiting().leaveLine(holder.waiter, tube);
            }
            turn.tubes().get(tube).watching--;
            turn.tubes().dropIfEmptied(tube);
        }
    }
}
