package dev.parley.queue;

import java.util.function.LongConsumer;

/** Who runs the operations of a store, one at a time, and gives their answers when those are safe. */
public interface Turns extends AutoCloseable {
    /** One operation. */
    interface Operation {
        void run();

        /** It is not run. */
        void refuse(StoreException reason);
    }

    /** Called once, before anything is submitted. */
    void start(StoreIndex index);

    /** Runs this operation now or soon, in the order each thread submits. Never blocks for long. From any thread. */
    void submit(Operation operation);

    /** As {@link MessageStore#timeCommits}. */
    default void timeCommits(LongConsumer nanos) {}

    /** Runs what was submitted, gives all answers, runs this last of all, and refuses what comes later. Idempotent. */
    void close(Runnable last);

    @Override
    default void close() {
        close(() -> {});
    }
}
