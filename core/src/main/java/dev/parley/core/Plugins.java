package dev.parley.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What providers on the class path or the module path provide: types with a name, no two of them with the same. Immutable; safe for any thread.
 *
 * @param <T> the types
 */
public final class Plugins<T> {
    /**
     * What is looked for.
     *
     * @param what one of the types is, as a message names it: {@code service}
     * @param provided what a provider provides
     * @param name of a type
     */
    public record Kind<P, T>(String what, Function<P, List<? extends T>> provided, Function<T, String> name) {}

    private final Map<String, T> types;
    private final @Nullable PluginException failure;

    private Plugins(Map<String, T> types, @Nullable PluginException failure) {
        this.types = types;
        this.failure = failure;
    }

    /**
     * Loads all providers. A fault in one is thrown when the types are requested, so that a constant may hold this.
     *
     * @param own types that come before those of the providers
     * @param owner the class that provides them
     */
    public static <P, T> Plugins<T> load(Kind<P, T> kind, List<T> own, Class<?> owner, ServiceLoader<P> providers) {
        Loading<P, T> loading = new Loading<>(kind);
        try {
            loading.add(own, owner);
            providers.forEach(loading::addAll);
            return new Plugins<>(loading.types, null);
        } catch (PluginException e) {
            return new Plugins<>(Map.of(), e);
        } catch (ServiceConfigurationError | LinkageError e) {
            return new Plugins<>(Map.of(), unusable(e, List.of()));
        }
    }

    private static PluginException unusable(Throwable failure, List<Class<?>> providers) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.equals(failure) ? text(root) : text(failure) + ": " + text(root);
        return new PluginException("a plug-in cannot be used: " + text, providers, failure);
    }

    /** Some messages are only a name; then the class of the failure is part of the text. */
    private static String text(Throwable failure) {
        return failure instanceof ServiceConfigurationError || failure instanceof IllegalArgumentException
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }

    /**
     * All of them: first our own, then the providers' in the order of the class path.
     *
     * @throws PluginException when a provider cannot be loaded, or two types have the same name
     */
    public List<T> all() {
        requireUsable();
        return List.copyOf(types.values());
    }

    /**
     * The type of this name, if there is one.
     *
     * @throws PluginException as {@link #all}
     */
    public Optional<T> named(String name) {
        requireUsable();
        return Optional.ofNullable(types.get(name));
    }

    private void requireUsable() {
        if (failure != null) {
            throw failure;
        }
    }

    private static final class Loading<P, T> {
        private final Kind<P, T> kind;
        private final Map<String, T> types = new LinkedHashMap<>();
        private final Map<String, Class<?>> providers = new LinkedHashMap<>();

        Loading(Kind<P, T> kind) {
            this.kind = kind;
        }

        void addAll(P provider) {
            try {
                add(kind.provided().apply(provider), provider.getClass());
            } catch (PluginException e) {
                throw e;
            } catch (RuntimeException | LinkageError e) { // it may be made for another version of ours
                throw unusable(e, List.of(provider.getClass()));
            }
        }

        void add(List<? extends T> provided, Class<?> provider) {
            for (T type : provided) {
                String name = kind.name().apply(type);
                Class<?> other = providers.putIfAbsent(name, provider);
                if (other != null) {
                    throw new PluginException(
                            "two " + kind.what() + "s are named '" + name + "': one of " + other.getName() + ", one of "
                                    + provider.getName(),
                            List.of(other, provider));
                }
                types.put(name, type);
            }
        }
    }
}
