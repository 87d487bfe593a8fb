package dev.parley.queue;

import dev.parley.core.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of stores there are: {@code memory:}, and those of providers on the class path. */
public final class Stores {
    private static final StoreType MEMORY = new StoreType("memory", "", true, false, Stores::inMemory);
    private static final Plugins<StoreType> TYPES = Plugins.load(
            new Plugins.Kind<>("store", StoreProvider::stores, StoreType::name),
            List.of(MEMORY),
            Stores.class,
            ServiceLoader.load(StoreProvider.class));

    private Stores() {}

    /**
     * Opens a store by its name, with the system's clock.
     *
     * @param name {@code memory:}, {@code sqlite:jobs.db}
     * @param acknowledgement what its answers promise; null for the most that it can
     * @param patience how long an operation waits where what is stored is on another machine that cannot be reached
     * @throws IllegalArgumentException when there is no such kind of store, or it cannot be what is wanted
     * @throws StoreException when it cannot be opened
     */
    public static MessageStore open(
            String name, StoreLimits limits, @Nullable Acknowledgement acknowledgement, Duration patience) {
        String location = name.substring(name.indexOf(':') + 1);
        return type(name)
                .opening()
                .apply(new StoreSettings(location, limits, acknowledgement, patience, StoreClock.system()));
    }

    /**
     * The kind of store that a name stands for.
     *
     * @throws IllegalArgumentException when there is no such kind
     */
    public static StoreType type(String name) {
        int colon = name.indexOf(':');
        return (colon < 0 ? Optional.<StoreType>empty() : TYPES.named(name.substring(0, colon)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown store '" + withoutPlace(name) + "'; expected " + names()));
    }

    /** A place may have a password in it. */
    private static String withoutPlace(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon + 1) + "...";
    }

    private static String names() {
        return TYPES.all().stream()
                .map(type -> type.name() + ":" + type.place())
                .collect(Collectors.joining(" or "));
    }

    private static MessageStore inMemory(StoreSettings settings) {
        if (!settings.location().isEmpty()) {
            throw new IllegalArgumentException("a store in memory has no place: 'memory:'");
        }
        if (settings.acknowledgement() != null && settings.acknowledgement() != Acknowledgement.MEMORY) {
            throw new IllegalArgumentException("a store in memory can acknowledge from memory alone: --ack memory");
        }
        return MemoryStore.open(settings.limits(), settings.clock());
    }
}
