package dev.parley.core;

/**
 * Where the answer to one request goes. Exactly one answer is given, once, now or later, from any thread; giving it does not
 * block. A second one throws {@link IllegalStateException}. Replies leave in the order of their requests, whatever order they
 * are given in.
 *
 * <p>A filter that wants to see or change the answer passes a lambda of its own on to the service: {@code answer ->
 * reply.give(...)}.
 *
 * @param <R> response
 */
@FunctionalInterface
public interface Reply<R> {
    /** Gives the answer. */
    void give(Answer<R> answer);

    /** Answers. The response is the session's from now on. */
    default void send(R response) {
        give(new Answer.Response<>(response, null));
    }

    /** Answers, and has {@code delivery} called with what became of the response. */
    default void send(R response, Delivery delivery) {
        give(new Answer.Response<>(response, delivery));
    }

    /** Leaves this request unanswered, as the protocol requires. */
    default void none() {
        give(Answer.none());
    }

    /** Leaves this request unanswered and ends the conversation once all earlier replies are out. */
    default void hangUp() {
        give(Answer.hangUp());
    }
}
