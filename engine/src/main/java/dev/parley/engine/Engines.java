package dev.parley.engine;

import dev.parley.core.PluginException;
import dev.parley.core.Plugins;
import dev.parley.core.Plugins.Kind;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The engines of this program: those of the providers on the class path. */
public final class Engines {
    /** Loaded when they are first needed. */
    private static final class OfThisProgram {
        static final Plugins<EngineType> ENGINES = load(Engines.class.getClassLoader());
    }

    private Engines() {}

    static Plugins<EngineType> load(ClassLoader classPath) {
        Kind<EngineProvider, EngineType> kind = new Kind<>("engine", EngineProvider::engines, EngineType::name);
        return Plugins.load(kind, List.of(), Engines.class, ServiceLoader.load(EngineProvider.class, classPath));
    }

    /**
     * All of them, in the order of the class path.
     *
     * @throws PluginException when a provider cannot be used, or two engines have the same name
     */
    public static List<EngineType> all() {
        return OfThisProgram.ENGINES.all();
    }

    /**
     * The engine of this name, if there is one.
     *
     * @throws PluginException as {@link #all}
     */
    public static Optional<EngineType> named(String name) {
        return OfThisProgram.ENGINES.named(name);
    }

    /**
     * Refuses what the engine cannot serve.
     *
     * @throws IllegalArgumentException with {@link Engine#reasonUnsupported}
     */
    public static void requireSupported(Engine engine, ServerSpec spec) {
        String reason = engine.reasonUnsupported(spec);
        if (reason != null) {
            throw new IllegalArgumentException(reason);
        }
    }
}
