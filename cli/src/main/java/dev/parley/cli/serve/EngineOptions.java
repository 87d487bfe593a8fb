package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Nearest;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.LogText;
import dev.parley.engine.Engine;
import dev.parley.engine.Engines;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.engine.jdk.ThreadEngine;
import dev.parley.services.ServiceType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine serves, and how large it is. */
public final class EngineOptions {
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
            converter = Converters.ToCount.class,
            description = "event loops of selector (default: " + SelectorEngine.DEFAULT_LOOPS + ")")
    @Nullable
    Integer loops;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "pool of threads (default: the service's)")
    @Nullable
    Integer threads;

    @Option(
            names = "--max-threads",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "cap of --threads (default: 6, or the service's pool where that is larger)")
    @Nullable
    Integer maxThreads;

    /** The engine for a service. */
    Engine engine(Endpoint endpoint, ServiceType<?, ?> type, Limits limits, Console console) {
        return switch (nameFor(endpoint, type)) {
            case "sequential" -> ThreadEngine.sequential();
            case "selector" -> new SelectorEngine(loops == null ? SelectorEngine.DEFAULT_LOOPS : loops);
            case "threads" -> ThreadEngine.threads(threads(type, limits, console));
            case "virtual" -> ThreadEngine.virtual();
            default -> throw unknown(nameFor(endpoint, type));
        };
    }

    private static void requireKnown(String engine) {
        if (!Engines.NAMES.contains(engine)) {
            throw unknown(engine);
        }
    }

    public static Failure unknown(String engine) {
        return new Failure(
                ExitCode.USAGE,
                "there is no engine '" + LogText.of(engine) + "'" + Nearest.hint(engine, Engines.NAMES));
    }

    /** The name of the engine that was chosen, or of the service's. */
    String nameFor(Endpoint endpoint, ServiceType<?, ?> type) {
        return name == null ? type.serving().engine(Endpoints.transport(endpoint)) : name;
    }

    private int threads(ServiceType<?, ?> type, Limits limits, Console console) {
        int usual = usualThreads(type, limits);
        int cap = maxThreads == null ? Math.max(MAX_THREADS, usual) : maxThreads;
        int wanted = threads == null ? Math.min(usual, cap) : threads;
        if (wanted > cap) {
            console.say("parley serve: --threads " + wanted + " is more than the cap of " + cap + "; " + cap
                    + " threads are used (--max-threads raises the cap)");
        }
        return Math.min(wanted, cap);
    }

    /** The service's pool; where the pool is just its clients, {@code --max-clients} is asked for more of both. */
    private static int usualThreads(ServiceType<?, ?> type, Limits limits) {
        boolean clientsOnly = type.serving().limits().admission().maxClients()
                == type.serving().threads();
        return clientsOnly
                ? Math.max(type.serving().threads(), limits.admission().maxClients())
                : type.serving().threads();
    }

    /** Refuses what means nothing on any of the engines chosen. */
    void requireMeaning(Set<String> engines) {
        engines.forEach(EngineOptions::requireKnown);
        requireEngine(loops, "--loops", "selector", engines);
        requireEngine(threads, "--threads", "threads", engines);
        requireEngine(maxThreads, "--max-threads", "threads", engines);
    }

    private static void requireEngine(@Nullable Object value, String option, String engine, Set<String> engines) {
        if (value != null && !engines.contains(engine)) {
            throw new Failure(ExitCode.USAGE, option + " applies only to --engine " + engine);
        }
    }
}
