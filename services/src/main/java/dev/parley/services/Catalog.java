package dev.parley.services;

import dev.parley.core.PluginException;
import dev.parley.core.Plugins;
import dev.parley.core.Plugins.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** All services of this program: ours, of which a new one is a file and a line here, and those of providers on the class path. */
public final class Catalog {
    private static final List<String> OUR_NAMES =
            List.of("reverse", "queue", "pong", "timer", "encoder", "echo", "sockperf", "beanstalk");
    private static final int SEED_COUNT = 5;

    /** Loaded when they are first needed: to look through the class path takes a while. */
    private static final class OfThisProgram {
        static final Plugins<ServiceType<?, ?>> SERVICES = load(Catalog.class.getClassLoader());
    }

    private Catalog() {}

    /** The five systems first, each served on its own port when no endpoint is named. */
    public static List<ServiceType<?, ?>> seeds() {
        return ours().subList(0, SEED_COUNT);
    }

    private static List<ServiceType<?, ?>> ours() {
        List<ServiceType<?, ?>> ours = new ArrayList<>();
        OUR_NAMES.forEach(name -> ours.add(Objects.requireNonNull(ours(name))));
        return List.copyOf(ours);
    }

    /** Loads no other: a short command needs one service. */
    private static @Nullable ServiceType<?, ?> ours(String name) {
        return switch (name) {
            case "reverse" -> Reverse.TYPE;
            case "queue" -> Queue.TYPE;
            case "pong" -> Pong.TYPE;
            case "timer" -> Timer.TYPE;
            case "encoder" -> Encoder.TYPE;
            case "echo" -> Echo.TYPE;
            case "sockperf" -> Sockperf.TYPE;
            case "beanstalk" -> Beanstalk.TYPE;
            default -> null;
        };
    }

    static Plugins<ServiceType<?, ?>> load(ClassLoader classPath) {
        Kind<ServiceProvider, ServiceType<?, ?>> kind =
                new Kind<>("service", ServiceProvider::services, ServiceType::name);
        return Plugins.load(kind, ours(), Catalog.class, ServiceLoader.load(ServiceProvider.class, classPath));
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
        ServiceType<?, ?> ours = ours(name);
        return ours == null ? OfThisProgram.SERVICES.named(name) : Optional.of(ours);
    }
}
