package dev.parley.queue;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Keys of messages that were put lately: in memory and bounded, the oldest makes room. For one thread at a time. */
final class RecentKeys {
    /** Some 200 bytes each. */
    static final int MOST = 50_000;

    private record Key(String tube, String key) {}

    private record Put(long id, long atNanos) {}

    /** In the order in which they were put. */
    private final Map<Key, Put> puts = new LinkedHashMap<>();

    OptionalLong find(String tube, String key, long sinceNanos) {
        Put put = puts.get(new Key(tube, key));
        return put == null || put.atNanos < sinceNanos ? OptionalLong.empty() : OptionalLong.of(put.id);
    }

    void add(String tube, String key, long id, long nowNanos, long sinceNanos) {
        Key added = new Key(tube, key);
        puts.remove(added); // it comes last
        Iterator<Put> oldest = puts.values().iterator();
        while (oldest.hasNext() && (oldest.next().atNanos < sinceNanos || puts.size() >= MOST)) {
            oldest.remove();
        }
        puts.put(added, new Put(id, nowNanos));
    }
}
