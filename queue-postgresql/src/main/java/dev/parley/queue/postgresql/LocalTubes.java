package dev.parley.queue.postgresql;

import dev.parley.queue.MessageStore;
import dev.parley.queue.TimeInQueue;
import dev.parley.queue.TimesInQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What this server knows of tubes beside what they hold: who refers to them here, and what went through here. For one thread at a time. */
final class LocalTubes {
    /** Of one tube. */
    static final class Local {
        int using;
        int watching;
        long total;
        long deleted;
        /** From the first delete on: many tubes have none. */
        private @Nullable TimesInQueue times;

        void deletedAfter(long nanos) {
            deleted++;
            if (times == null) {
                times = new TimesInQueue();
            }
            times.add(nanos);
        }

        TimeInQueue timeInQueue() {
            return times == null ? TimeInQueue.NONE : times.stats();
        }

        boolean isReferredTo() {
            return using + watching > 0;
        }
    }

    /** What is put here may be deleted at other servers, and its tube be named nevermore: the counts of so many are kept. */
    static final int LEAST_KEPT = 10_000;

    private final Map<String, Local> tubes = new HashMap<>();
    private int most = LEAST_KEPT;

    LocalTubes() {
        get(MessageStore.DEFAULT_TUBE).using++; // it is always there
    }

    Local get(String tube) {
        Local known = tubes.get(tube);
        if (known != null) {
            return known;
        }
        if (tubes.size() >= most) {
            retain(name -> false);
            most = Math.max(LEAST_KEPT, 2 * tubes.size());
        }
        Local appeared = new Local();
        tubes.put(tube, appeared);
        return appeared;
    }

    /** What is known of a tube that nobody here has heard of is nothing. */
    Local peek(String tube) {
        return tubes.getOrDefault(tube, new Local());
    }

    int size() {
        return tubes.size();
    }

    Set<String> referredTo() {
        Set<String> names = new TreeSet<>();
        tubes.forEach((name, local) -> {
            if (local.isReferredTo()) {
                names.add(name);
            }
        });
        return names;
    }

    int using(String tube) {
        return peek(tube).using - (tube.equals(MessageStore.DEFAULT_TUBE) ? 1 : 0);
    }

    /** Puts of this holder go to this tube. */
    void use(PostgresHolder holder, String tube) {
        String before = holder.used;
        if (!tube.equals(before)) {
            get(tube).using++;
            stopUsing(holder);
            holder.used = tube;
        }
    }

    void stopUsing(PostgresHolder holder) {
        String before = holder.used;
        holder.used = null;
        if (before != null) {
            get(before).using--;
            dropIfEmptied(before);
        }
    }

    /** What came through here is gone through here: most likely it is empty. What was counted begins anew then. */
    void dropIfEmptied(String tube) {
        Local local = get(tube);
        if (!local.isReferredTo() && local.total <= local.deleted) {
            tubes.remove(tube);
        }
    }

    /** Forgets what was counted of tubes that are no more. */
    void retain(Predicate<String> isThere) {
        tubes.entrySet().removeIf(entry -> !entry.getValue().isReferredTo() && !isThere.test(entry.getKey()));
    }
}
