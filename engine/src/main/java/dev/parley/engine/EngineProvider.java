package dev.parley.engine;

import java.util.List;

/**
 * Provides engines. An archive on the class path names its providers, which have a public constructor without parameters, in
 * {@code META-INF/services/dev.parley.engine.EngineProvider}; a module {@code provides} them.
 */
public interface EngineProvider {
    /** Its engines, each with a name of its own. */
    List<EngineType> engines();
}
