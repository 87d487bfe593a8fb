package dev.parley.core;

/**
 * Where the answer to one request goes. Exactly one method is called, once, now or later, from any thread; none blocks.
 * A second call throws {@link IllegalStateException}. Replies leave in the order of their requests, whatever order they
 * are given in.
 *
 * @param <R> response
 */
public interface Reply<R> {
    /** Answers. The response is the session's from now on. */
    void send(R response);

    /** Answers, and hears what became of it. */
    void send(R response, Delivery delivery);

    /** Leaves this request unanswered, because the protocol says so. */
    void none();

    /** Leaves this request unanswered and ends the conversation once all earlier replies are out. */
    void hangUp();
}
