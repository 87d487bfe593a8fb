package dev.parley.cli.serve;

import dev.parley.admin.StoreMetrics;
import dev.parley.engine.ServerGroup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server takes what comes, and why not. Any thread.
 *
 * <pre>
 *   starting --> ready <--> drained --.
 *                  '------------------'--> stopping
 * </pre>
 */
final class Readiness {
    private enum State {
        STARTING("starting"),
        READY(""),
        DRAINED("draining: no new clients, until 'parley ctl undrain'"),
        STOPPING("draining: the server is about to end");

        /** Why it is not ready. */
        final String text;

        State(String text) {
            this.text = text;
        }
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final @Nullable StoreMetrics store;
    private volatile @Nullable ServerGroup started;

    /** @param store that the queues share; null when there is none */
    Readiness(@Nullable StoreMetrics store) {
        this.store = store;
    }

    /** All listeners are up. */
    void ready(ServerGroup group) {
        started = group;
        state.compareAndSet(State.STARTING, State.READY);
    }

    /** The servers are about to stop; this is final. */
    void stopping() {
        state.set(State.STOPPING);
    }

    /** No new clients from now on; false when it was not ready. */
    boolean drain() {
        return state.compareAndSet(State.READY, State.DRAINED);
    }

    /** New clients again; false when it was not drained. */
    boolean undrain() {
        return state.compareAndSet(State.DRAINED, State.READY);
    }

    boolean isDrained() {
        return state.get() == State.DRAINED;
    }

    boolean isStopping() {
        return state.get() == State.STOPPING;
    }

    /** Each says why it is not ready, or nothing. */
    List<Supplier<Optional<String>>> troubles() {
        return List.of(
                () -> Optional.of(state.get().text).filter(text -> !text.isEmpty()),
                this::full,
                this::outOfDescriptors,
                () -> store == null ? Optional.empty() : store.trouble());
    }

    /** Why it is not ready; empty when it is. May ask the store, and wait for two seconds. */
    List<String> reasons() {
        return troubles().stream().map(Supplier::get).flatMap(Optional::stream).toList();
    }

    private Optional<String> full() {
        ServerGroup group = started;
        return group == null
                ? Optional.empty()
                : group.full().stream().findFirst().map(endpoint -> endpoint + " has as many clients as it may have");
    }

    private Optional<String> outOfDescriptors() {
        ServerGroup group = started;
        return group != null && group.isOutOfDescriptors()
                ? Optional.of("no file descriptor is left for another client; raise ulimit -n, or lower --max-clients")
                : Optional.empty();
    }
}
