package dev.parley.join;

import java.util.Optional;
import java.util.function.Consumer;

/** Ends a load generator's run, once, for the first reason that is given. Any thread. */
final class RunStopper {
    private Consumer<String> run = _ -> {};
    private String reason = "";

    /**
     * Says who ends the run.
     *
     * @param newRun called with the reason, once, by any thread; at once where that was given already
     */
    void whenStopped(Consumer<String> newRun) {
        String given;
        synchronized (this) {
            run = newRun;
            given = reason;
        }
        if (!given.isEmpty()) {
            newRun.accept(given);
        }
    }

    /** Takes the reason: what ends the run then, outside of all locks; empty when there is one already. */
    synchronized Optional<Runnable> stop(String why) {
        if (!reason.isEmpty()) {
            return Optional.empty();
        }
        reason = why;
        Consumer<String> ending = run;
        return Optional.of(() -> ending.accept(why));
    }

    /** Why it ends; empty while it does not. */
    synchronized String reason() {
        return reason;
    }

    boolean stopped() {
        return !reason().isEmpty();
    }
}
