package dev.parley.engine.jdk;

import dev.parley.engine.EngineProvider;
import dev.parley.engine.EngineType;
import dev.parley.engine.EngineType.Size;
import java.util.List;

/** The engines of this room, in the order a teacher would show them. */
public final class JdkEngines implements EngineProvider {
    private static final int DEFAULT_THREADS = 64;

    @Override
    public List<EngineType> engines() {
        return List.of(
                EngineType.of(
                                "sequential",
                                "one client until it leaves: those behind a slow one wait for all of it",
                                ThreadEngine::sequential)
                        .servingOneClientAtATime(),
                EngineType.sized(
                        "selector",
                        "event loops, many clients each: all of a loop wait whenever it is slow for one",
                        Size.LOOPS,
                        SelectorEngine.DEFAULT_LOOPS,
                        SelectorEngine::new),
                EngineType.sized(
                        "threads",
                        "a pool of threads, a client each: only the slow client waits",
                        Size.THREADS,
                        DEFAULT_THREADS,
                        ThreadEngine::threads),
                EngineType.of(
                        "virtual",
                        "a virtual thread for each client: only the slow client waits",
                        ThreadEngine::virtual));
    }
}
