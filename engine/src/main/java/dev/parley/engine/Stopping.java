package dev.parley.engine;

import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer.Stopped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Makes a stop happen once: the first caller does it, the others wait for its answer. Safe for any thread. */
public final class Stopping {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Stopped> answer = new CompletableFuture<>();

    public boolean begun() {
        return begun.get();
    }

    /**
     * Ends the server, or waits until it has ended.
     *
     * @param ending gets the deadline of the grace time, in nanoseconds of {@code System.nanoTime}
     */
    public Stopped once(Endpoint endpoint, Duration grace, Function<Long, Stopped> ending) {
        if (begun.compareAndSet(false, true)) {
            Stopped stopped = Stopped.FORCED;
            try {
                stopped = ending.apply(System.nanoTime() + grace.toNanos());
            } finally {
                answer.complete(stopped);
            }
            LOG.log(System.Logger.Level.DEBUG, endpoint + " stopped: " + stopped);
        }
        return answer.join();
    }
}
