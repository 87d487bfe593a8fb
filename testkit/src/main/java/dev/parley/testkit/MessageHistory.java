package dev.parley.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to messages, checked while it happens: each is put once, held by one at a time, and never after it was deleted. To
 * be told of a hold after the store has given it, and of its end before the store is asked for that. Safe for any thread.
 */
final class MessageHistory {
    private enum Stage {
        FREE,
        HELD,
        DELETED
    }

    private final Map<String, Stage> stages = new ConcurrentHashMap<>();
    private final AtomicLong deleted = new AtomicLong();

    /** It will be put: it may be handed out before its put is answered. */
    void putting(String name) {
        change(name, null, Stage.FREE, "is put twice");
    }

    void held(String name) {
        change(name, Stage.FREE, Stage.HELD, "is handed out");
    }

    /** Its holder gives it back, or goes. */
    void givingBack(String name) {
        change(name, Stage.HELD, Stage.FREE, "is given back");
    }

    void deleting(String name) {
        change(name, Stage.HELD, Stage.DELETED, "is deleted");
        deleted.incrementAndGet();
    }

    long deleted() {
        return deleted.get();
    }

    private void change(String name, @Nullable Stage from, Stage to, String what) {
        stages.compute(name, (_, now) -> {
            if (now != from) {
                throw new AssertionError("'" + name + "' " + what + ", and is " + now);
            }
            return to;
        });
    }
}
