package dev.parley.engine.jdk;

import dev.parley.engine.ServerListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** The event loops of one server, and the watch over them. */
final class LoopGroup {
    private static final long SUM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<SelectorLoop> loops;
    private final StallWatch watch;
    private int next;

    private LoopGroup(List<SelectorLoop> loops, StallWatch watch) {
        this.loops = loops;
        this.watch = watch;
    }

    /** Loops named {@code parley-NAME-loop-0} ...; on failure none stays open. */
    static LoopGroup open(String name, int count, ServerListener listener) throws IOException {
        List<SelectorLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                loops.add(new SelectorLoop("parley-" + name + "-loop-" + i, listener::serverFailed));
            }
        } catch (IOException e) {
            discard(loops);
            throw e;
        }
        return new LoopGroup(List.copyOf(loops), new StallWatch(name, loops, listener));
    }

    /** For loops that were never started. */
    void discard() throws IOException {
        discard(loops);
    }

    private static void discard(List<SelectorLoop> loops) throws IOException {
        for (SelectorLoop loop : loops) {
            loop.selector().close();
        }
    }

    /**
     * Starts the threads.
     *
     * @param sweepNanos after which each loop looks at its deadlines again; asked each time
     */
    void start(LongSupplier sweepNanos) {
        for (SelectorLoop loop : loops) {
            loop.execute(() -> sweepAfter(loop, sweepNanos));
            loop.start();
        }
        watch.start();
    }

    private static void sweepAfter(SelectorLoop loop, LongSupplier sweepNanos) {
        long nanos = sweepNanos.getAsLong();
        long planned = System.nanoTime() + nanos;
        loop.at(planned, () -> {
            try {
                loop.sweep(System.nanoTime() - planned);
            } finally {
                sweepAfter(loop, sweepNanos);
            }
        });
    }

    SelectorLoop first() {
        return loops.getFirst();
    }

    /** In turn. On the first loop only. */
    SelectorLoop next() {
        next = next + 1 < loops.size() ? next + 1 : 0;
        return loops.get(next);
    }

    void onEachLoop(Consumer<SelectorLoop> action) {
        loops.forEach(loop -> loop.execute(() -> action.accept(loop)));
    }

    /**
     * Has each loop do this, and waits for the sum of what it gives. A loop that a service holds for longer does it later, uncounted. Not on
     * one of the loops.
     */
    int sum(ToIntFunction<SelectorLoop> action) {
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (SelectorLoop loop : loops) {
            CompletableFuture<Integer> result = new CompletableFuture<>();
            loop.execute(() -> result.complete(action.applyAsInt(loop)));
            results.add(result);
        }
        long deadline = System.nanoTime() + SUM_NANOS;
        return results.stream().mapToInt(result -> soon(result, deadline)).sum();
    }

    private static int soon(CompletableFuture<Integer> result, long deadline) {
        try {
            return result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Ends the loops after the tasks they have, and waits a second at most for a loop that a service holds. */
    void end() {
        watch.end();
        loops.forEach(SelectorLoop::end);
        try {
            for (SelectorLoop loop : loops) {
                if (!loop.inLoop()) {
                    loop.thread().join(1000);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
