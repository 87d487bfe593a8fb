package dev.parley.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers that are held back until what they say is safe. For one thread at a time. */
public final class Answers {
    private record Answer<T>(
            CompletableFuture<T> to,
            @Nullable T value,
            @Nullable RuntimeException refusal) {
        void give() {
            if (refusal != null) {
                to.completeExceptionally(refusal);
            } else {
                @SuppressWarnings("NullAway") // an answer without a refusal has a value
                T given = value;
                to.complete(given);
            }
        }
    }

    /** Those held so far are refusals now, except for values of which this is true. */
    void refuseAllBut(RuntimeException refusal, Predicate<Object> except) {
        held.replaceAll(answer -> answer.value != null && except.test(answer.value)
                ? answer
                : new Answer<>(answer.to, null, answer.refusal == null ? refusal : answer.refusal));
    }

    private List<Answer<?>> held = new ArrayList<>();

    <T> void add(CompletableFuture<T> to, T value) {
        held.add(new Answer<>(to, value, null));
    }

    void refuse(CompletableFuture<?> to, RuntimeException refusal) {
        held.add(new Answer<>(to, null, refusal));
    }

    /** The answers held so far, to be given by running this, once; then others are gathered. */
    public Runnable take() {
        if (held.isEmpty()) {
            return () -> {};
        }
        List<Answer<?>> taken = held;
        held = new ArrayList<>();
        return () -> taken.forEach(Answer::give);
    }
}
