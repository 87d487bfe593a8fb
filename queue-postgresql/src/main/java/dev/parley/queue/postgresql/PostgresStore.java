package dev.parley.queue.postgresql;

import dev.parley.queue.Ability;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreStats;
import dev.parley.queue.TubeStats;
import dev.parley.queue.postgresql.Operation.Access;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in a PostgreSQL database. Any number of servers may share it: a message is held by one of all their connections, and the
 * database's clock ends its time to run. Each store has three threads and up to three connections; answers are given on one of the
 * threads, so what depends on an answer must not block.
 *
 * <p>Of its statistics, what is stored is that of all servers; who uses, watches and waits, and what went through, is this one's.
 * So is draining. Who waits longest is served first among those of one server.
 */
public final class PostgresStore implements MessageStore {
    /** At most so many in one transaction: others want their turn. */
    static final int ONE_TURN = 1_000;

    private final BatchThread thread;
    private final Listener listener;
    private final Notifier notifier;
    private final AtomicLong holders;
    private final Object source;

    private PostgresStore(
            BatchThread thread, Listener listener, Notifier notifier, AtomicLong holders, @Nullable Object source) {
        this.thread = thread;
        this.listener = listener;
        this.notifier = notifier;
        this.holders = holders;
        this.source = source == null ? this : source;
    }

    /**
     * Opens the store in this database, whose tables are made if they are not there.
     *
     * @param location {@code //host1,host2:5433/database?user=me}; the parameters are those of the JDBC driver
     * @param acknowledgement null for the most that the database can: a standby's where it has synchronous ones, else its disk's
     * @param patience how long an operation waits for a database that cannot be reached
     * @throws IllegalArgumentException when the location names no database
     * @throws StoreException when it cannot be opened, or cannot do what is wanted
     */
    public static MessageStore open(
            String location, StoreLimits limits, @Nullable Acknowledgement acknowledgement, Duration patience) {
        return open(location, limits, acknowledgement, patience, StoreClock.system(), false);
    }

    /** @param clockIsTime whether the time is this clock's, for tests; otherwise it is the database's */
    static MessageStore open(
            String location,
            StoreLimits limits,
            @Nullable Acknowledgement acknowledgement,
            Duration patience,
            StoreClock clock,
            boolean clockIsTime) {
        Address address = Address.parse(location);
        AcknowledgementLevel level = new AcknowledgementLevel(address, acknowledgement);
        long openedAt = clock.nanoTime();
        ServerNumber server = new ServerNumber(clockIsTime ? () -> clock.nanoTime() - openedAt : null);
        Database database = connect(address, level, server);
        Notifier notifier = new Notifier(address);
        Listener listener = new Listener(address, notifier);
        Turn.Room room = new Turn.Room(server, new LocalTubes(), new WaitingRoom(), new Counters(), limits, level);
        BatchThread thread = new BatchThread(
                new Link(address, level, clock, database, listener::renew), room, clock, patience, notifier::tell);
        thread.start();
        listener.start(thread::look);
        PostgresStore store = new PostgresStore(thread, listener, notifier, new AtomicLong(), null);
        store.stats().join(); // what it holds is known from now on
        return store;
    }

    private static Database connect(Address address, AcknowledgementLevel level, ServerNumber server) {
        Database database = null;
        try {
            database = address.connect("queue");
            database.connection().setAutoCommit(false);
            Schema.ensure(database, address);
            level.settle(database);
            database.one(
                    Sql.NEW_SERVER,
                    row -> {
                        server.is(row.getLong(1), row.getString(2));
                        return row;
                    },
                    server.testTime());
            database.commit();
            return database;
        } catch (SQLException e) {
            close(database);
            throw SqlFailure.notOpened(address, e);
        } catch (RuntimeException e) {
            close(database);
            throw e;
        }
    }

    private static void close(@Nullable Database database) {
        if (database != null) {
            database.close();
        }
    }

    /** The same store, whose operations take effect in order with those of this holder. */
    MessageStore inOrderWith(PostgresHolder holder) {
        return new PostgresStore(thread, listener, notifier, holders, holder);
    }

    <T> CompletableFuture<T> ask(Object from, Access access, Operation.Work<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.submit(new Operation.Other<>(from, access, work, answer, now(), false));
        return answer;
    }

    /** Has it done, as soon as it can be. */
    void tell(Object from, Access access, Operation.Work<Boolean> work) {
        thread.submit(new Operation.Other<>(from, access, work, new CompletableFuture<>(), now(), true));
    }

    private <T> CompletableFuture<T> read(Operation.Work<T> work) {
        return ask(source, Access.READ, work);
    }

    private long now() {
        return thread.clock().nanoTime();
    }

    CompletableFuture<Reservation> reserve(PostgresHolder holder, Duration wait) {
        CompletableFuture<Reservation> answer = new CompletableFuture<>();
        thread.submit(new Operation.Reserve(holder, wait, answer, now()));
        return answer;
    }

    CompletableFuture<Boolean> delete(Object from, long id, long holder) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        thread.submit(new Operation.Delete(from, id, holder, answer, now()));
        return answer;
    }

    /** The batch thread's. */
    Counters counters() {
        return thread.room().counters();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public Acknowledgement acknowledgement() {
        return Objects.requireNonNull(thread.room().level().given()); // known since the first connection
    }

    @Override
    public CompletableFuture<Long> put(NewMessage message) {
        return put(null, message);
    }

    @Override
    public CompletableFuture<Long> putOnce(String key, NewMessage message) {
        return put(key, message);
    }

    private CompletableFuture<Long> put(@Nullable String key, NewMessage message) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        thread.submit(new Operation.Put(source, message, key, answer, now()));
        return answer;
    }

    @Override
    public String identity() {
        return thread.room().server().store();
    }

    @Override
    public Holder holder() {
        return new PostgresHolder(this, thread.room().server().holderKey(holders.incrementAndGet()));
    }

    @Override
    public CompletableFuture<Optional<Message>> peek(long id) {
        return read(turn -> Inspection.peek(turn, id));
    }

    @Override
    public CompletableFuture<Optional<Message>> peek(String tube, MessageState state) {
        return read(turn -> Inspection.peek(turn, tube, state));
    }

    @Override
    public CompletableFuture<Long> kick(String tube, long bound) {
        record Kicked(String sql, long count) {}
        return ask(source, Access.WRITE, turn -> {
                    boolean buried = turn.database().one(Sql.ANY_BURIED, row -> row.getBoolean(1), tube);
                    String sql = buried ? Sql.KICK_BURIED : Sql.KICK_DELAYED;
                    return new Kicked(sql, kick(turn, tube, sql, bound));
                })
                .thenCompose(first -> kickMore(tube, first.sql, bound, first.count, first.count));
    }

    private CompletableFuture<Long> kickMore(String tube, String sql, long bound, long before, long last) {
        return last < ONE_TURN
                ? CompletableFuture.completedFuture(before)
                : ask(source, Access.WRITE, turn -> kick(turn, tube, sql, bound - before))
                        .thenCompose(kicked -> kickMore(tube, sql, bound, before + kicked, kicked));
    }

    private static long kick(Turn turn, String tube, String sql, long bound) throws SQLException {
        int kicked = turn.database().update(sql, tube, Math.min(bound, ONE_TURN));
        if (kicked > 0) {
            turn.becameReady(tube);
        }
        return kicked;
    }

    @Override
    public CompletableFuture<Boolean> kick(long id) {
        return ask(source, Access.WRITE, turn -> {
            List<String> tubes = turn.database().query(Sql.KICK_ID, Serving::texts, id);
            tubes.forEach(turn::becameReady);
            return !tubes.isEmpty();
        });
    }

    @Override
    public CompletableFuture<Boolean> delete(long id) {
        return delete(source, id, 0);
    }

    @Override
    public CompletableFuture<List<MessageStats>> list(String tube, MessageState state, int limit) {
        return read(turn -> Inspection.list(turn, tube, state, limit));
    }

    @Override
    public CompletableFuture<Long> purge(String tube) {
        return new Purge(this, source, tube).run();
    }

    @Override
    public CompletableFuture<Boolean> pause(String tube, Duration time) {
        if (time.isNegative() || time.compareTo(NewMessage.LONGEST) > 0) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("pause " + time + " is not within 0 to " + NewMessage.MOST + " s"));
        }
        return ask(source, Access.WRITE, turn -> {
            if (!Inspection.isThere(turn, tube)) {
                return false;
            }
            turn.database().update(Sql.PAUSE, tube, turn.now() + time.toNanos(), time.toNanos());
            turn.pausedNow(tube, time.toNanos());
            return true;
        });
    }

    @Override
    public void setDraining(boolean draining) {
        tell(source, Access.NONE, turn -> turn.counters().draining = draining);
    }

    @Override
    public long size() {
        return thread.room().counters().messages;
    }

    @Override
    public CompletableFuture<StoreStats> stats() {
        return read(turn -> Inspection.stats(turn, thread.trouble()));
    }

    @Override
    public CompletableFuture<Optional<TubeStats>> stats(String tube) {
        return read(turn -> Inspection.stats(turn, tube));
    }

    @Override
    public CompletableFuture<Optional<MessageStats>> stats(long id) {
        return read(turn -> Inspection.stats(turn, id));
    }

    @Override
    public CompletableFuture<List<String>> tubes() {
        return read(Inspection::tubes);
    }

    @Override
    public void timeCommits(LongConsumer nanos) {
        thread.timeCommits(nanos);
    }

    @Override
    public void close() {
        thread.close();
        listener.close();
        notifier.close();
        thread.clock().close();
    }
}
