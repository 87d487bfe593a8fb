package dev.parley.services;

import dev.parley.core.PluginException;
import dev.parley.core.Plugins;
import dev.parley.core.Plugins.Kind;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All services of this program: ours, of which a new one is a file and a line here, and those of providers on the class path. */
public final class Catalog {
    /** The five systems first, each served on its own port when no endpoint is named. */
    public static final List<ServiceType<?, ?>> SEEDS =
            List.of(Reverse.TYPE, Queue.TYPE, Pong.TYPE, Timer.TYPE, Encoder.TYPE);

    private static final List<ServiceType<?, ?>> OURS =
            List.of(Reverse.TYPE, Queue.TYPE, Pong.TYPE, Timer.TYPE, Encoder.TYPE, Echo.TYPE, Sockperf.TYPE);

    /** Loaded when they are first needed: to look through the class path takes a while. */
    private static final class OfThisProgram {
        static final Plugins<ServiceType<?, ?>> SERVICES = load(Catalog.class.getClassLoader());
    }

    private Catalog() {}

    static Plugins<ServiceType<?, ?>> load(ClassLoader classPath) {
        Kind<ServiceProvider, ServiceType<?, ?>> kind =
                new Kind<>("service", ServiceProvider::services, ServiceType::name);
        return Plugins.load(kind, OURS, Catalog.class, ServiceLoader.load(ServiceProvider.class, classPath));
    }

    /**
     * All of them, ours first.
     *
     * @throws PluginException when a provider cannot be used, or two services have the same name
     */
    public static List<ServiceType<?, ?>> all() {
        return OfThisProgram.SERVICES.all();
    }

    /**
     * The service of this name, if there is one. One of ours is found whatever else is on the class path.
     *
     * @throws PluginException as {@link #all}
     */
    public static Optional<ServiceType<?, ?>> named(String name) {
        Optional<ServiceType<?, ?>> ours =
                OURS.stream().filter(type -> type.name().equals(name)).findFirst();
        return ours.isPresent() ? ours : OfThisProgram.SERVICES.named(name);
    }
}
