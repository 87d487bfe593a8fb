package dev.parley.cli;

import dev.parley.core.LogText;
import dev.parley.engine.Engine;
import dev.parley.engine.Engines;
import dev.parley.engine.SelectorEngine;
import dev.parley.engine.ThreadEngine;
import dev.parley.services.ServiceType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine serves, and how large it is. */
final class EngineOptions {
    /** What {@code --threads} may ask for unless {@code --max-threads} raises it: seed 000's cap. */
    private static final int MAX_THREADS = 6;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "sequential, selector, threads or virtual (default: the service's)")
    @Nullable
    String name;

    @Option(
            names = "--loops",
            paramLabel = "N",
            converter = Units.CountConverter.class,
            description = "event loops of selector (default: " + SelectorEngine.DEFAULT_LOOPS + ")")
    @Nullable
    Integer loops;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Units.CountConverter.class,
            description = "pool of threads (default: the service's)")
    @Nullable
    Integer threads;

    @Option(
            names = "--max-threads",
            paramLabel = "N",
            converter = Units.CountConverter.class,
            description = "cap of --threads (default: 6, or the service's pool where that is larger)")
    @Nullable
    Integer maxThreads;

    /** The engine for a service. */
    Engine engine(ServiceType<?, ?> type) {
        return switch (nameFor(type)) {
            case "sequential" -> ThreadEngine.sequential();
            case "selector" -> new SelectorEngine(loops == null ? SelectorEngine.DEFAULT_LOOPS : loops);
            case "threads" -> ThreadEngine.threads(threads(type));
            default -> ThreadEngine.virtual();
        };
    }

    /** The same, for people: {@code threads, at most 3}. */
    String description(ServiceType<?, ?> type) {
        String engine = nameFor(type);
        return engine.equals("threads") ? engine + ", at most " + threads(type) : engine;
    }

    String nameFor(ServiceType<?, ?> type) {
        return name == null ? type.engine() : name;
    }

    private int threads(ServiceType<?, ?> type) {
        return Math.min(threads == null ? type.threads() : threads, maxThreads(type));
    }

    private int maxThreads(ServiceType<?, ?> type) {
        return maxThreads == null ? Math.max(MAX_THREADS, type.threads()) : maxThreads;
    }

    /** Says so when fewer threads are used than were asked for. */
    void warnOfCap(ServiceType<?, ?> type, Console console) {
        int cap = maxThreads(type);
        if (threads != null && threads > cap && nameFor(type).equals("threads")) {
            console.say("parley serve: --threads " + threads + " is more than the cap of " + cap + "; " + cap
                    + " threads are used (--max-threads raises the cap)");
        }
    }

    /** Refuses an engine there is not, and what means nothing on any of the engines chosen. */
    void requireMeaning(Set<String> engines) {
        if (name != null && !Engines.NAMES.contains(name)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no engine '" + LogText.of(name) + "'" + Nearest.hint(name, Engines.NAMES));
        }
        requireEngine(loops, "--loops", "selector", engines);
        requireEngine(threads, "--threads", "threads", engines);
        requireEngine(maxThreads, "--max-threads", "threads", engines);
    }

    private static void requireEngine(@Nullable Object value, String option, String engine, Set<String> engines) {
        if (value != null && !engines.contains(engine)) {
            throw new Failure(
                    ExitCode.USAGE,
                    option + " means nothing on " + String.join(", ", engines) + "; it belongs to --engine " + engine);
        }
    }
}
