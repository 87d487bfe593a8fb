package dev.parley.engine;

import java.util.List;

/** The engines by name. */
public final class Engines {
    /** In the order a teacher would show them. */
    public static final List<String> NAMES = List.of("sequential", "selector", "threads", "virtual");

    private Engines() {}

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
