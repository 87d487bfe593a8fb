package dev.parley.engine;

import java.util.List;

/**
 * Provides engines. An archive on the class path names its providers, which have a public constructor without parameters, in
 * {@code META-INF/services/dev.parley.engine.EngineProvider}.
 */
public interface EngineProvider {
    /** Its engines, none of them named as another is. */
    List<EngineType> engines();
}
