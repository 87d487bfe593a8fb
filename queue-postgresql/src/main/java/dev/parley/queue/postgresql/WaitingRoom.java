package dev.parley.queue.postgresql;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The reserves of this server that wait, in line for each tube their holders watch. For one thread at a time. */
final class WaitingRoom {
    /** Its keys are asked for by any thread. */
    private final Map<String, TreeSet<Waiter>> lines = new ConcurrentHashMap<>();

    private final TreeSet<Waiter> byAlarm = new TreeSet<>(Waiter.BY_ALARM);

    int size() {
        return byAlarm.size();
    }

    /** How many wait for this tube. */
    int size(String tube) {
        TreeSet<Waiter> line = lines.get(tube);
        return line == null ? 0 : line.size();
    }

    /** Whether somebody waits for this tube. Any thread. */
    boolean isAwaited(String tube) {
        return lines.containsKey(tube);
    }

    List<Waiter> all() {
        return List.copyOf(byAlarm);
    }

    /** The tubes that somebody waits for. */
    Set<String> tubes() {
        return Set.copyOf(lines.keySet());
    }

    void enter(Waiter waiter) {
        waiter.holder.waiter = waiter;
        waiter.holder.watched.forEach(tube -> join(waiter, tube));
        setAlarm(waiter);
    }

    /** Its answer is the caller's to give. */
    void leave(Waiter waiter) {
        waiter.holder.waiter = null;
        waiter.holder.watched.forEach(tube -> leaveLine(waiter, tube));
        byAlarm.remove(waiter);
    }

    /** Its holder watches this tube from now on. */
    void join(Waiter waiter, String tube) {
        lines.computeIfAbsent(tube, name -> new TreeSet<>(Waiter.BY_ARRIVAL)).add(waiter);
    }

    /** Its holder does not watch this tube any more. */
    void leaveLine(Waiter waiter, String tube) {
        TreeSet<Waiter> line = lines.get(tube);
        if (line != null && line.remove(waiter) && line.isEmpty()) {
            lines.remove(tube);
        }
    }

    /** A lease of its holder is new, renewed or over. */
    void setAlarm(Waiter waiter) {
        byAlarm.remove(waiter);
        waiter.alarmNanos = Math.min(waiter.untilNanos, waiter.holder.held.soonNanos());
        byAlarm.add(waiter);
    }

    /** When the first of them is to be looked at; {@link Long#MAX_VALUE} for never. */
    long nextAlarmNanos() {
        return byAlarm.isEmpty() ? Long.MAX_VALUE : byAlarm.first().alarmNanos;
    }

    /** Those to be looked at by then. */
    List<Waiter> due(long nowNanos) {
        return byAlarm.stream()
                .takeWhile(waiter -> waiter.alarmNanos <= nowNanos)
                .toList();
    }

    /** Those that wait for one of these tubes, as they came. Not to be used after a change. */
    Iterator<Waiter> inLine(Collection<String> tubes) {
        List<TreeSet<Waiter>> found = tubes.stream()
                .map(lines::get)
                .filter(java.util.Objects::nonNull)
                .toList();
        if (found.size() == 1) {
            return found.getFirst().iterator();
        }
        TreeSet<Waiter> all = new TreeSet<>(Waiter.BY_ARRIVAL);
        found.forEach(all::addAll);
        return all.iterator();
    }
}
