package dev.parley.queue.postgresql;

import dev.parley.queue.MessageStore;
import dev.parley.queue.postgresql.Operation.Put;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which keys are known to which tubes, for messages that are put once. For one thread at a time. */
final class Keys {
    private final Turn turn;

    Keys(Turn turn) {
        this.turn = turn;
    }

    /** The numbers of messages that were stored with the keys of these. */
    Map<TubeKey, Long> known(List<Put> puts) throws SQLException {
        List<TubeKey> keys =
                puts.stream().map(TubeKey::of).filter(key -> key != null).toList();
        return keys.isEmpty() ? Map.of() : find(keys);
    }

    private Map<TubeKey, Long> find(List<TubeKey> keys) throws SQLException {
        return turn.database()
                .query(
                        Sql.STORED_WITH_KEYS,
                        rows -> {
                            Map<TubeKey, Long> found = new HashMap<>();
                            while (rows.next()) {
                                found.put(new TubeKey(rows.getString(1), rows.getString(2)), rows.getLong(3));
                            }
                            return found;
                        },
                        tubes(keys),
                        names(keys),
                        since());
    }

    /**
     * Gives the keys to messages that are to be stored.
     *
     * @param ids their numbers
     * @return keys that another server has given meanwhile, with the numbers of its messages
     */
    Map<TubeKey, Long> take(List<Put> puts, long[] ids) throws SQLException {
        Map<TubeKey, Long> wanted = new TreeMap<>();
        for (int i = 0; i < ids.length; i++) {
            TubeKey key = TubeKey.of(puts.get(i));
            if (key != null) {
                wanted.put(key, ids[i]);
            }
        }
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<TubeKey> keys = new ArrayList<>(wanted.keySet());
        int taken = turn.database()
                .update(
                        Sql.TAKE_KEYS,
                        turn.now(),
                        tubes(keys),
                        names(keys),
                        wanted.values().stream().mapToLong(Long::longValue).toArray(),
                        since());
        turn.database().update(Sql.FORGET_KEYS, since(), 2 * keys.size()); // twice as many as were added
        if (taken == keys.size()) {
            return Map.of();
        }
        Map<TubeKey, Long> others = find(keys);
        others.entrySet().removeAll(wanted.entrySet());
        return others;
    }

    private long since() {
        return turn.now() - MessageStore.KEY_LIFE.toNanos() + 1;
    }

    private static String[] tubes(List<TubeKey> keys) {
        return keys.stream().map(TubeKey::tube).toArray(String[]::new);
    }

    private static String[] names(List<TubeKey> keys) {
        return keys.stream().map(TubeKey::key).toArray(String[]::new);
    }
}
