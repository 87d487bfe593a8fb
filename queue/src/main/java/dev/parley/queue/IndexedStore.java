package dev.parley.queue;

import dev.parley.queue.StoreException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** A store whose rules are a {@link StoreIndex} above a {@link Backlog}, and whose operations run in {@link Turns}. */
public final class IndexedStore implements MessageStore {
    private static final long NONE = Long.MAX_VALUE;

    private final Set<Ability> abilities;
    private final Acknowledgement acknowledgement;
    private final Backlog backlog;
    private final StoreClock clock;
    private final Turns turns;
    private final StoreIndex index;
    private final long openedAt;
    /** It has one process, which shares it with no other. */
    private final String identity = UUID.randomUUID().toString();
    /** When the alarm is set for, since the store was opened. */
    private final AtomicLong alarmAt = new AtomicLong(NONE);

    /**
     * Opens it. What it is given is its own from now on.
     *
     * @throws StoreException when the backlog cannot be opened; then nothing is open
     */
    public IndexedStore(
            Set<Ability> abilities,
            Acknowledgement acknowledgement,
            Backlog backlog,
            StoreLimits limits,
            StoreClock clock,
            Turns turns) {
        this.abilities = Set.copyOf(abilities);
        this.acknowledgement = acknowledgement;
        this.backlog = backlog;
        this.clock = clock;
        this.turns = turns;
        this.openedAt = clock.nanoTime();
        this.index = new StoreIndex(backlog, limits);
        turns.start(index);
    }

    @Override
    public Set<Ability> abilities() {
        return abilities;
    }

    @Override
    public Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    @Override
    public CompletableFuture<Long> put(NewMessage message) {
        return ask(i -> i.put(message));
    }

    @Override
    public CompletableFuture<Long> putOnce(String key, NewMessage message) {
        return ask(i -> i.putOnce(key, message));
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public Holder holder() {
        return new IndexHolder(this);
    }

    @Override
    public CompletableFuture<Optional<Message>> peek(long id) {
        return ask(i -> i.peek(id));
    }

    @Override
    public CompletableFuture<Optional<Message>> peek(String tube, MessageState state) {
        return ask(i -> i.peek(tube, state));
    }

    @Override
    public CompletableFuture<Long> kick(String tube, long bound) {
        return ask(i -> i.kicked(tube)).thenCompose(state -> kick(tube, state, bound, 0));
    }

    private CompletableFuture<Long> kick(String tube, MessageState state, long bound, long before) {
        return ask(i -> i.kick(tube, state, bound - before))
                .thenCompose(kicked -> kicked < StoreIndex.ONE_TURN
                        ? CompletableFuture.completedFuture(before + kicked)
                        : kick(tube, state, bound, before + kicked));
    }

    @Override
    public CompletableFuture<Boolean> kick(long id) {
        return ask(i -> i.kick(id));
    }

    @Override
    public CompletableFuture<Boolean> delete(long id) {
        return ask(i -> i.delete(id));
    }

    @Override
    public CompletableFuture<List<MessageStats>> list(String tube, MessageState state, int limit) {
        return ask(i -> i.list(tube, state, limit));
    }

    @Override
    public CompletableFuture<Long> purge(String tube) {
        return purge(tube, 0);
    }

    private CompletableFuture<Long> purge(String tube, long before) {
        return ask(i -> i.purge(tube))
                .thenCompose(purged -> purged < StoreIndex.ONE_TURN
                        ? CompletableFuture.completedFuture(before + purged)
                        : purge(tube, before + purged));
    }

    @Override
    public CompletableFuture<Boolean> pause(String tube, Duration time) {
        return ask(i -> i.pause(tube, time));
    }

    @Override
    public void setDraining(boolean draining) {
        tell(i -> i.draining(draining));
    }

    @Override
    public long size() {
        return index.size();
    }

    @Override
    public CompletableFuture<StoreStats> stats() {
        return ask(StoreIndex::stats);
    }

    @Override
    public CompletableFuture<Optional<TubeStats>> stats(String tube) {
        return ask(i -> i.stats(tube));
    }

    @Override
    public CompletableFuture<Optional<MessageStats>> stats(long id) {
        return ask(i -> i.stats(id));
    }

    @Override
    public CompletableFuture<List<String>> tubes() {
        return ask(StoreIndex::tubeNames);
    }

    @Override
    public void timeCommits(LongConsumer nanos) {
        turns.timeCommits(nanos);
    }

    @Override
    public void close() {
        turns.close(() -> {
            index.close(new StoreException(Kind.CLOSED, "the store is closed"));
            backlog.close();
            clock.close();
        });
    }

    /** Runs this in its turn and answers with what it returns. */
    <T> CompletableFuture<T> ask(Function<StoreIndex, T> operation) {
        return answer((i, answer) -> i.answers().add(answer, operation.apply(i)));
    }

    /** Runs this in its turn; nobody waits for an answer. */
    void tell(Consumer<StoreIndex> operation) {
        CompletableFuture<Boolean> done = ask(i -> {
            operation.accept(i);
            return true;
        });
        assert !done.isCancelled();
    }

    /** Runs this in its turn; it answers then or later. */
    <T> CompletableFuture<T> answer(Answering<T> operation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        turns.submit(new Asked<>(operation, answer));
        return answer;
    }

    /** An operation that answers. */
    interface Answering<T> {
        void run(StoreIndex index, CompletableFuture<T> answer);
    }

    private final class Asked<T> implements Turns.Operation {
        private final Answering<T> operation;
        private final CompletableFuture<T> answer;

        Asked(Answering<T> operation, CompletableFuture<T> answer) {
            this.operation = operation;
            this.answer = answer;
        }

        @Override
        public void run() {
            try {
                index.begin(clock.nanoTime() - openedAt);
                operation.run(index, answer);
                index.end();
            } catch (StoreException | IllegalArgumentException | IllegalStateException e) {
                index.answers().refuse(answer, e);
            }
            setAlarm();
        }

        @Override
        public void refuse(StoreException reason) {
            answer.completeExceptionally(reason);
        }
    }

    /** Only earlier: an alarm that rings too soon sets the next one. */
    private void setAlarm() {
        long next = index.nextDueNanos();
        if (next < alarmAt.get()) {
            alarmAt.set(next);
            clock.wakeAfter(Math.max(0, next - (clock.nanoTime() - openedAt)), () -> {
                alarmAt.set(NONE);
                tell(i -> {});
            });
        }
    }
}
