package dev.parley.testkit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Another thread, waited for. */
final class Elsewhere {
    private Elsewhere() {}

    /** What the action threw on a thread of its own, or null. */
    static @Nullable Throwable failureOf(Runnable action) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().name("elsewhere").start(() -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                failure.set(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return failure.get();
    }
}
