package dev.parley.queue.postgresql;

import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that is asked of the store. What one source asks for takes effect in its order. */
sealed interface Operation {
    /** Kinds that are done together, in this order. */
    enum Phase {
        PUT,
        DELETE,
        OTHER,
        RESERVE
    }

    /** What it needs of the database. */
    enum Access {
        NONE,
        READ,
        WRITE
    }

    Object source();

    CompletableFuture<?> answer();

    /** On the monotonic clock. */
    long askedAtNanos();

    Phase phase();

    default Access access() {
        return Access.WRITE;
    }

    /** Whether it has to take effect however long that takes: nobody looks at its answer. */
    default boolean lasts() {
        return false;
    }

    default void refuse(StoreException reason) {
        answer().completeExceptionally(reason);
    }

    /**
     * Stores a message.
     *
     * @param key unless its tube knows this one; null for none
     */
    record Put(
            Object source, NewMessage message, @Nullable String key, CompletableFuture<Long> answer, long askedAtNanos)
            implements Operation {
        @Override
        public Phase phase() {
            return Phase.PUT;
        }
    }

    /**
     * Deletes a message.
     *
     * @param holder the key of the one that may have it; 0 for nobody
     */
    record Delete(Object source, long id, long holder, CompletableFuture<Boolean> answer, long askedAtNanos)
            implements Operation {
        @Override
        public Phase phase() {
            return Phase.DELETE;
        }
    }

    /** Reserves the next message. */
    record Reserve(PostgresHolder holder, Duration atMost, CompletableFuture<Reservation> answer, long askedAtNanos)
            implements Operation {
        @Override
        public Object source() {
            return holder;
        }

        @Override
        public Phase phase() {
            return Phase.RESERVE;
        }
    }

    /** What is done in a turn; it may be done again in another one, as if it had not been done before. */
    interface Work<T> {
        T in(Turn turn) throws SQLException;

        /** It has taken effect, and was refused before that was known. */
        default void unwanted(T value) {}
    }

    /** Anything else, one at a time. */
    record Other<T>(
            Object source, Access access, Work<T> work, CompletableFuture<T> answer, long askedAtNanos, boolean lasts)
            implements Operation {
        @Override
        public Phase phase() {
            return Phase.OTHER;
        }

        /** Does it; its answer is given after the commit. */
        void run(Turn turn) throws SQLException {
            try {
                T value = work.in(turn);
                turn.answered(() -> {
                    if (!answer.complete(value)) {
                        work.unwanted(value);
                    }
                });
            } catch (StoreException | IllegalArgumentException | IllegalStateException e) {
                turn.refuse(answer, e);
            }
        }
    }

    /**
     * As few passes as keep each source's order, when in each pass all puts are done first, then all deletes, and so on: what
     * different sources ask for at the same time may take effect in any order.
     */
    static List<List<Operation>> inPasses(List<Operation> asked) {
        record Last(int pass, Phase phase) {}
        Map<Object, Last> lasts = new HashMap<>();
        List<List<Operation>> passes = new ArrayList<>();
        for (Operation operation : asked) {
            Last last = lasts.getOrDefault(operation.source(), new Last(0, Phase.PUT));
            int pass = operation.phase().compareTo(last.phase) >= 0 ? last.pass : last.pass + 1;
            lasts.put(operation.source(), new Last(pass, operation.phase()));
            while (passes.size() <= pass) {
                passes.add(new ArrayList<>());
            }
            passes.get(pass).add(operation);
        }
        passes.forEach(pass -> pass.sort(Comparator.comparing(Operation::phase)));
        return passes;
    }
}
