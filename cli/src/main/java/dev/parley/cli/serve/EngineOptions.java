package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Suggestions;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.PrintableText;
import dev.parley.engine.Engine;
import dev.parley.engine.EngineType;
import dev.parley.engine.EngineType.Size;
import dev.parley.engine.Engines;
import dev.parley.services.ServiceType;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine serves, and how large it is. */
public final class EngineOptions {
    /** The most {@code --threads} may request unless {@code --max-threads} raises it: seed 000's cap. */
    private static final int MAX_THREADS = 6;

    @Option(
            names = {"-e", "--engine"},
            paramLabel = "NAME",
            completionCandidates = EngineNames.class,
            description = "${COMPLETION-CANDIDATES} (default: the service's)")
    @Nullable
    String name;

    @Option(
            names = "--loops",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "event loops (default: the engine's)")
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
        EngineType engine = typeFor(endpoint, type);
        return switch (engine.size()) {
            case NONE -> engine.create();
            case LOOPS -> loops == null ? engine.create() : engine.create(loops);
            case THREADS -> engine.create(threads(type, limits, console));
        };
    }

    /** The engine that was chosen, or the service's. */
    EngineType typeFor(Endpoint endpoint, ServiceType<?, ?> type) {
        return named(name == null ? type.serving().engine(Endpoints.transport(endpoint)) : name);
    }

    /** The engine of this name; a {@link Failure} when there is none. */
    public static EngineType named(String name) {
        return Engines.named(name)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "there is no engine '" + PrintableText.of(name) + "'"
                                + Suggestions.hint(name, names(Engines.all()))));
    }

    /** For help texts and for completion. */
    public static final class EngineNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names(Engines.all()).iterator();
        }
    }

    private static List<String> names(Collection<EngineType> engines) {
        return engines.stream().map(EngineType::name).toList();
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

    /** The service's pool; where each client needs a thread of the pool, {@code --max-clients} raises both. */
    private static int usualThreads(ServiceType<?, ?> type, Limits limits) {
        boolean clientsOnly = type.serving().limits().admission().maxClients()
                == type.serving().threads();
        return clientsOnly
                ? Math.max(type.serving().threads(), limits.admission().maxClients())
                : type.serving().threads();
    }

    /** Refuses options that apply to none of the engines chosen. */
    void requireApplicable(Collection<EngineType> engines) {
        requireSized(loops, "--loops", Size.LOOPS, engines);
        requireSized(threads, "--threads", Size.THREADS, engines);
        requireSized(maxThreads, "--max-threads", Size.THREADS, engines);
    }

    private static void requireSized(@Nullable Object value, String option, Size size, Collection<EngineType> engines) {
        if (value != null && engines.stream().noneMatch(engine -> engine.size() == size)) {
            List<EngineType> sized = Engines.all().stream()
                    .filter(engine -> engine.size() == size)
                    .toList();
            throw new Failure(
                    ExitCode.USAGE, option + " applies only to --engine " + String.join(" or ", names(sized)));
        }
    }
}
