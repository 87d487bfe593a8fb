package dev.parley.core;

/**
 * The application: request in, reply out. It knows no socket, no thread and no clock of its own; what it needs of the
 * world is given to its constructor.
 *
 * <p>{@code serve} is called on whatever thread the engine runs the conversation on, one request of a conversation at a
 * time. It may block only where that thread is the client's own ({@code threads}, {@code virtual}, {@code sequential}).
 * If it throws, this one conversation ends.
 *
 * <p>A filter is a {@code UnaryOperator<Service<Q, R>>}: limit, delay, log or measure by wrapping.
 *
 * @param <Q> request
 * @param <R> response
 */
@FunctionalInterface
public interface Service<Q, R> {
    /** Answers one request through {@code reply}, once. */
    void serve(Q request, Reply<R> reply);
}
