package dev.parley.queue.postgresql;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.postgresql.Operation.Access;
import dev.parley.queue.postgresql.Operation.Delete;
import dev.parley.queue.postgresql.Operation.Phase;
import dev.parley.queue.postgresql.Operation.Put;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What has gathered, done in one transaction. What it changes in memory is done after the commit, or undone. For one thread at a time. */
final class Turn {
    /** What all turns know; the batch thread's. */
    record Room(
            ServerNumber server,
            LocalTubes tubes,
            WaitingRoom waiting,
            Counters counters,
            StoreLimits limits,
            AcknowledgementLevel level) {}

    private final Room room;
    private final @Nullable Database database;
    private final List<Operation> operations;
    private final Storing storing;
    private final Serving serving;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final List<Consumer<@Nullable StoreException>> putAnswers = new ArrayList<>();
    private final List<Runnable> undoing = new ArrayList<>();
    private final Set<String> ready = new LinkedHashSet<>();
    private Opening opening = Opening.NONE;
    /** Not taken by an earlier turn, and new ones. */
    private long[] ids = {};

    private int idsTaken;
    private long nextDue = Long.MAX_VALUE;
    private boolean writes;
    private long newMessages;
    private long newBytes;

    /** @param database null when no operation needs it */
    Turn(Room room, @Nullable Database database, List<Operation> operations) {
        this.room = room;
        this.database = database;
        this.operations = List.copyOf(operations);
        this.storing = new Storing(this);
        this.serving = new Serving(this);
    }

    // ---- for the batch thread

    /** What these operations need of the database, with those that wait. */
    static Access access(List<Operation> operations, WaitingRoom waiting) {
        if (waiting.size() > 0) {
            return Access.WRITE;
        }
        return operations.stream().map(Operation::access).max(Access::compareTo).orElse(Access.NONE);
    }

    List<Operation> operations() {
        return operations;
    }

    /** Does everything but the commit. False, having done nothing, where the database does not have this server's last commit. */
    boolean run() throws SQLException {
        writes = access(operations, room.waiting) == Access.WRITE;
        if (database != null && !begin(database)) {
            database.rollBack();
            return false;
        }
        List<List<Operation>> passes = Operation.inPasses(operations);
        for (List<Operation> pass : passes) {
            storing.put(of(pass, Put.class));
            storing.delete(of(pass, Delete.class));
            for (Operation operation : pass) {
                if (operation.phase() == Phase.OTHER) {
                    ((Operation.Other<?>) operation).run(this);
                }
            }
            of(pass, Operation.Reserve.class).forEach(serving::arrive);
            serving.serve();
        }
        serving.end();
        return true;
    }

    private static <T extends Operation> List<T> of(List<Operation> pass, Class<T> kind) {
        return pass.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private boolean begin(Database begun) throws SQLException {
        long puts = operations.stream().filter(Put.class::isInstance).count();
        long[] spare = room.counters.spareIds;
        opening = begun.one(
                Sql.BEGIN_TURN,
                Opening::of,
                room.server.testTime(),
                room.server.id(),
                room.server.lastBatch(),
                writes,
                room.server.id(),
                (int) Math.max(0, puts - spare.length));
        ids = LongStream.concat(Arrays.stream(spare), Arrays.stream(opening.ids()))
                .toArray();
        if (writes && !opening.begun()) {
            return false;
        }
        nextDue = opening.nextDue();
        if (nextDue <= now()) {
            makeDueReady(begun);
        }
        serving.pausesOver(opening.paused());
        return true;
    }

    private void makeDueReady(Database begun) throws SQLException {
        int expired = begun.query(
                Sql.DUE,
                rows -> {
                    int count = 0;
                    while (rows.next()) {
                        becameReady(rows.getString(1));
                        count += rows.getBoolean(2) ? 1 : 0;
                    }
                    return count;
                },
                now());
        nextDue = begun.one(Sql.NEXT_DUE, row -> Opening.orNever(row, 1));
        afterCommit(() -> room.counters.timeouts += expired);
    }

    /** Ends it in the database. */
    void commit() throws SQLException {
        if (database != null) {
            database.commit();
        }
    }

    boolean uses() {
        return database != null;
    }

    boolean writes() {
        return writes;
    }

    /** It was committed: what it changes in memory. */
    void apply() {
        afterCommit.forEach(Runnable::run);
        if (database != null) {
            room.counters.messages = opening.messages() + newMessages;
            room.counters.spareIds = Arrays.copyOfRange(ids, idsTaken, ids.length);
        }
    }

    /**
     * After {@link #apply}.
     *
     * @param putRefusal why what was put cannot be acknowledged; null when it can
     */
    void giveAnswers(@Nullable StoreException putRefusal) {
        putAnswers.forEach(answer -> answer.accept(putRefusal));
        answers.forEach(Runnable::run);
    }

    /** It was not committed, and never will be. */
    void undo() {
        undoing.reversed().forEach(Runnable::run);
    }

    /** Tubes in which messages became ready that are left for other servers; empty when there is none. */
    Set<String> news() {
        return opening.others() ? ready : Set.of();
    }

    /** When something is due that is known of; {@link Long#MAX_VALUE} for never. */
    long nextDueNanos() {
        return Math.min(nextDue, opening.pauseEnd());
    }

    boolean hasPuts() {
        return !putAnswers.isEmpty();
    }

    // ---- for operations

    Database database() {
        if (database == null) {
            throw new IllegalStateException("an operation that needs no database uses it");
        }
        return database;
    }

    Serving serving() {
        return serving;
    }

    LocalTubes tubes() {
        return room.tubes;
    }

    WaitingRoom waiting() {
        return room.waiting;
    }

    Counters counters() {
        return room.counters;
    }

    Room room() {
        return room;
    }

    Opening opening() {
        return opening;
    }

    /** By the database's clock, when the turn began. */
    long now() {
        return opening.now();
    }

    void answered(Runnable answer) {
        answers.add(answer);
    }

    <T> void answer(CompletableFuture<T> to, T value) {
        answers.add(() -> to.complete(value));
    }

    void refuse(CompletableFuture<?> to, RuntimeException reason) {
        answers.add(() -> to.completeExceptionally(reason));
    }

    void afterCommit(Runnable change) {
        afterCommit.add(change);
    }

    void undoing(Runnable change) {
        undoing.add(change);
    }

    /** A message was put that takes so many bytes of the limit. */
    void comes(long cost) {
        newMessages++;
        newBytes += cost;
    }

    /** It was not put after all. */
    void comesNot(long cost) {
        newMessages--;
        newBytes -= cost;
    }

    long newMessages() {
        return newMessages;
    }

    long newBytes() {
        return newBytes;
    }

    /** Numbers for this many messages. */
    long[] newIds(int count) {
        int first = idsTaken;
        idsTaken += count;
        return Arrays.copyOfRange(ids, first, idsTaken);
    }

    void answerPut(CompletableFuture<Long> to, long id) {
        putAnswers.add(refusal -> {
            if (refusal == null) {
                to.complete(id);
            } else {
                to.completeExceptionally(refusal);
            }
        });
    }

    /** So many messages were deleted. */
    void gone(long messages) {
        newMessages -= messages;
    }

    /** Somebody may wait for what this tube has now. */
    void becameReady(String tube) {
        ready.add(tube);
        serving.changed(tube);
    }

    /** This tube is paused from now on for so long; for no time at all, it is not any more. */
    void pausedNow(String tube, long nanos) {
        if (nanos == 0) {
            opening.paused().remove(tube);
            becameReady(tube);
        } else {
            opening.paused().add(tube);
            dueAt(now() + nanos);
        }
    }

    /** Something will be due then. */
    void dueAt(long nanos) {
        nextDue = Math.min(nextDue, nanos);
    }
}
