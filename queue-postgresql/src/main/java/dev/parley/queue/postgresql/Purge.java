package dev.parley.queue.postgresql;

import dev.parley.queue.postgresql.Operation.Access;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes all of a tube that nobody holds, in as many turns as it takes. What its source puts meanwhile, and so behind it, stays. Its
 * fields are the batch thread's.
 */
final class Purge {
    private final PostgresStore store;
    private final Object source;
    private final String tube;
    private final List<Long> putSince = new ArrayList<>();
    private long purged;

    Purge(PostgresStore store, Object source, String tube) {
        this.store = store;
        this.source = source;
        this.tube = tube;
    }

    /** How many there were. */
    CompletableFuture<Long> run() {
        return next(turn -> {
                    turn.counters().purges.add(this);
                    turn.undoing(() -> turn.counters().purges.remove(this));
                    return some(turn);
                })
                .whenComplete((count, failure) -> store.counters().purges.remove(this));
    }

    private CompletableFuture<Long> next(Operation.Work<Long> work) {
        return store.ask(source, Access.WRITE, work).thenCompose(count -> {
            purged += count;
            return count < PostgresStore.ONE_TURN ? CompletableFuture.completedFuture(purged) : next(this::some);
        });
    }

    private long some(Turn turn) throws SQLException {
        long[] spared = putSince.stream().mapToLong(Long::longValue).toArray();
        long count = turn.database()
                .one(
                        Sql.PURGE,
                        row -> row.getLong(1),
                        tube,
                        spared,
                        PostgresStore.ONE_TURN,
                        tube,
                        spared,
                        PostgresStore.ONE_TURN,
                        tube,
                        spared,
                        PostgresStore.ONE_TURN,
                        turn.room().server().id());
        turn.gone(count);
        turn.afterCommit(() -> {
            turn.tubes().get(tube).deleted += count;
            turn.tubes().dropIfEmptied(tube);
        });
        return count;
    }

    /** A message is put with this number. */
    void put(Object by, long id) {
        if (by.equals(source)) {
            putSince.add(id);
        }
    }
}
