package dev.parley.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A holder of a store with an index. */
final class IndexHolder implements Holder {
    private final IndexedStore store;
    private final HolderState state = new HolderState();

    IndexHolder(IndexedStore store) {
        this.store = store;
    }

    @Override
    public MessageStore store() {
        return store;
    }

    @Override
    public void use(String tube) {
        store.tell(i -> i.use(state, tube));
    }

    @Override
    public void watch(String tube) {
        store.tell(i -> i.watch(state, tube));
    }

    @Override
    public void ignore(String tube) {
        store.tell(i -> i.ignore(state, tube));
    }

    @Override
    public CompletableFuture<Reservation> reserve(Duration wait) {
        return store.answer((i, answer) -> i.reserve(state, wait, answer));
    }

    @Override
    public CompletableFuture<Batch> reserveBatch(int most, long mostBytes) {
        return store.ask(i -> i.reserveBatch(state, most, mostBytes));
    }

    @Override
    public CompletableFuture<Optional<Message>> reserve(long id) {
        return store.ask(i -> i.reserve(state, id));
    }

    @Override
    public void stopWaiting() {
        store.tell(i -> i.stopWaiting(state));
    }

    @Override
    public CompletableFuture<Boolean> delete(long id) {
        return store.ask(i -> i.delete(state, id));
    }

    @Override
    public CompletableFuture<Boolean> release(long id, long priority, Duration delay) {
        return store.ask(i -> i.release(state, id, priority, delay));
    }

    @Override
    public CompletableFuture<Boolean> bury(long id, long priority) {
        return store.ask(i -> i.bury(state, id, priority));
    }

    @Override
    public CompletableFuture<Boolean> touch(long id) {
        return store.ask(i -> i.touch(state, id));
    }

    @Override
    public void close() {
        store.tell(i -> i.close(state));
    }
}
