package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param <R> response
 */
public sealed interface Answer<R> {
    /** A {@link None}. */
    static <R> Answer<R> none() {
        return Constants.cast(Constants.NONE);
    }

    /** A {@link HangUp}. */
    static <R> Answer<R> hangUp() {
        return Constants.cast(Constants.HANG_UP);
    }

    /**
     * A response.
     *
     * @param response the session's from the moment it is given
     * @param delivery is called with what became of the response; null when it is not needed
     */
    record Response<R>(R response, @Nullable Delivery delivery) implements Answer<R> {}

    /** This request stays unanswered, as the protocol requires. */
    record None<R>() implements Answer<R> {}

    /** This request stays unanswered, and the conversation ends once all earlier replies have left. */
    record HangUp<R>() implements Answer<R> {}

    /** The answers without content: one of each is enough. */
    final class Constants {
        private static final Answer<?> NONE = new None<>();
        private static final Answer<?> HANG_UP = new HangUp<>();

        private Constants() {}

        @SuppressWarnings("unchecked") // they hold no response
        private static <R> Answer<R> cast(Answer<?> answer) {
            return (Answer<R>) answer;
        }
    }
}
