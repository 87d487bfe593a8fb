package dev.parley.services;

import java.util.List;
import java.util.Optional;

/** All services of this program. A new one is a file and a line here. */
public final class Catalog {
    /** The five systems first, each served on its own port when no endpoint is named. */
    public static final List<ServiceType<?, ?>> SEEDS =
            List.of(Reverse.TYPE, Queue.TYPE, Pong.TYPE, Timer.TYPE, Encoder.TYPE);

    public static final List<ServiceType<?, ?>> ALL =
            List.of(Reverse.TYPE, Queue.TYPE, Pong.TYPE, Timer.TYPE, Encoder.TYPE, Echo.TYPE, Sockperf.TYPE);

    private Catalog() {}

    /** The service of this name, if there is one. */
    public static Optional<ServiceType<?, ?>> named(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
