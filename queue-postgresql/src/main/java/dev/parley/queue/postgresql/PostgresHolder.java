package dev.parley.queue.postgresql;

import dev.parley.queue.Batch;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import dev.parley.queue.postgresql.Operation.Access;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A holder: its messages are known to the database by its key. Its fields are the batch thread's. */
final class PostgresHolder implements Holder {
    private final PostgresStore store;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Of all servers. */
    final long key;

    final Set<String> watched = new LinkedHashSet<>();
    final HeldMessages held = new HeldMessages();

    @Nullable
    String used;

    @Nullable
    Waiter waiter;

    /** Written when it is asked to, before that is done. */
    private volatile boolean mayHold;

    PostgresHolder(PostgresStore store, long key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public MessageStore store() {
        return store.inOrderWith(this);
    }

    @Override
    public void use(String tube) {
        tell(turn -> turn.tubes().use(this, tube));
    }

    @Override
    public void watch(String tube) {
        tell(turn -> turn.serving().watch(this, tube));
    }

    @Override
    public void ignore(String tube) {
        tell(turn -> turn.serving().ignore(this, tube));
    }

    @Override
    public CompletableFuture<Reservation> reserve(Duration wait) {
        mayHold = true;
        return closed.get() ? CompletableFuture.failedFuture(closed()) : store.reserve(this, wait);
    }

    @Override
    public CompletableFuture<Batch> reserveBatch(int most, long mostBytes) {
        mayHold = true;
        return ask(new Operation.Work<>() {
            @Override
            public Batch in(Turn turn) throws SQLException {
                requireOpen();
                return turn.serving().batch(PostgresHolder.this, most, mostBytes);
            }

            @Override
            public void unwanted(Batch batch) {
                batch.messages().forEach(message -> giveBack(message.id()));
            }
        });
    }

    @Override
    public CompletableFuture<Optional<Message>> reserve(long id) {
        mayHold = true;
        return ask(new Operation.Work<>() {
            @Override
            public Optional<Message> in(Turn turn) throws SQLException {
                requireOpen();
                return turn.serving().one(PostgresHolder.this, id);
            }

            @Override
            public void unwanted(Optional<Message> message) {
                message.ifPresent(one -> giveBack(one.id()));
            }
        });
    }

    @Override
    public void stopWaiting() {
        tell(turn -> turn.serving().stopWaiting(this));
    }

    @Override
    public CompletableFuture<Boolean> delete(long id) {
        return closed.get() ? CompletableFuture.failedFuture(closed()) : store.delete(this, id, key);
    }

    @Override
    public CompletableFuture<Boolean> release(long id, long priority, Duration delay) {
        return ask(turn -> {
            requirePriority(priority);
            return turn.serving().release(this, id, priority, delay.toNanos());
        });
    }

    @Override
    public CompletableFuture<Boolean> bury(long id, long priority) {
        return ask(turn -> {
            requirePriority(priority);
            return turn.serving().bury(this, id, priority);
        });
    }

    private static void requirePriority(long priority) {
        if (priority < 0 || priority > NewMessage.MOST) {
            throw new IllegalArgumentException("priority " + priority + " is not within 0 to " + NewMessage.MOST);
        }
    }

    @Override
    public CompletableFuture<Boolean> touch(long id) {
        return ask(turn -> turn.serving().touch(this, id));
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            store.tell(this, mayHold ? Access.WRITE : Access.NONE, turn -> {
                turn.serving().close(this);
                return true;
            });
        }
    }

    /** What was handed out to it just after it was told that there is nothing. */
    void giveBack(long id) {
        store.tell(this, Access.WRITE, turn -> {
            turn.serving().giveBack(this, id);
            return true;
        });
    }

    private interface Telling {
        void in(Turn turn);
    }

    /** What changes only what this server knows; done again it changes nothing. */
    private void tell(Telling telling) {
        if (!closed.get()) {
            store.tell(this, Access.NONE, turn -> {
                telling.in(turn);
                return true;
            });
        }
    }

    private <T> CompletableFuture<T> ask(Operation.Work<T> work) {
        return closed.get() ? CompletableFuture.failedFuture(closed()) : store.ask(this, Access.WRITE, work);
    }

    /** False when the database knows nothing of it. */
    boolean mayHold() {
        return mayHold;
    }

    /** By the batch thread: what was asked for before it was closed may be done after its end. */
    boolean isClosed() {
        return closed.get();
    }

    private void requireOpen() {
        if (isClosed()) {
            throw closed();
        }
    }

    static StoreException closed() {
        return new StoreException(Kind.CLOSED, "the holder is closed");
    }
}
