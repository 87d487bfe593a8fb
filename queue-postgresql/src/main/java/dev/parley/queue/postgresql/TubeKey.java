package dev.parley.queue.postgresql;

import dev.parley.queue.postgresql.Operation.Put;
import org.jspecify.annotations.Nullable;

/**
 * The key of a message that is put once; a tube's own. All servers take keys in this order, so that none waits for another in a circle.
 */
record TubeKey(String tube, String key) implements Comparable<TubeKey> {
    /** Null for a message without one. */
    static @Nullable TubeKey of(Put put) {
        return put.key() == null ? null : new TubeKey(put.message().tube(), put.key());
    }

    @Override
    public int compareTo(TubeKey other) {
        int order = tube.compareTo(other.tube);
        return order != 0 ? order : key.compareTo(other.key);
    }
}
