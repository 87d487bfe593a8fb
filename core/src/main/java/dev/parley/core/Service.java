package dev.parley.core;

import java.util.function.BiConsumer;

/**
 * The application: request in, reply out. It has no socket, thread or clock of its own; what it needs of the world is
 * given to its constructor, and what it needs of its conversation is the {@link Conversation} it is opened for.
 *
 * <p>All methods are called on the conversation's thread, one at a time: the event loop on {@code selector}; the client's own
 * thread on {@code threads}, {@code virtual} and {@code sequential}, where they may block; on UDP the thread that serves the
 * peer. If {@link #serve} throws, this one conversation ends.
 *
 * @param <Q> request
 * @param <R> response
 */
@FunctionalInterface
public interface Service<Q, R> {
    /** Answers one request through {@code reply}, once, now or later. */
    void serve(Q request, Reply<R> reply);

    /**
     * The peer has ended its sending side: no further request will come. Replies that are owed can still be given and may still
     * be read, but the peer may also have left altogether, which TCP does not distinguish. A service that waits for something on
     * behalf of its peer stops waiting here and gives up with {@link Reply#none} or {@link Reply#hangUp}. Called at most once, and
     * never on UDP.
     */
    default void inputEnded() {}

    /**
     * The conversation is over, for whatever reason; replies that are owed go nowhere. Called exactly once, last. On UDP, when
     * the peer is forgotten. Must not throw, and must not block on an event loop.
     */
    default void ended() {}

    /** A service that does {@code serving} for each request and is otherwise this one: what a filter mostly needs. */
    default Service<Q, R> serving(BiConsumer<Q, Reply<R>> serving) {
        return new FilteredService<>(this, serving);
    }
}
