package dev.parley.core;

import java.util.function.BiConsumer;

/** A service with another way to serve; the ends of its conversation reach the inner one. */
record FilteredService<Q, R>(Service<Q, R> inner, BiConsumer<Q, Reply<R>> serving) implements Service<Q, R> {
    @Override
    public void serve(Q request, Reply<R> reply) {
        serving.accept(request, reply);
    }

    @Override
    public void inputEnded() {
        inner.inputEnded();
    }

    @Override
    public void ended() {
        inner.ended();
    }
}
