package dev.parley.core;

import java.io.Serial;
import java.util.List;

/** What is on the class path cannot be used: a provider cannot be loaded, or two provide the same name. */
public final class PluginException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Class<?>> providers;

    /** @param providers those at fault, as far as they were loaded */
    PluginException(String message, List<Class<?>> providers, Throwable cause) {
        super(message, cause);
        this.providers = List.copyOf(providers);
    }

    PluginException(String message, List<Class<?>> providers) {
        super(message);
        this.providers = List.copyOf(providers);
    }

    /** The classes at fault, as far as they were loaded; they identify the archive. */
    public List<Class<?>> providers() {
        return providers;
    }
}
