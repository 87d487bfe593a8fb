package dev.parley.services;

import java.util.List;

/**
 * Adds services to those of this program. An archive on the class path names its providers, which have a public constructor without
 * parameters, in {@code META-INF/services/dev.parley.services.ServiceProvider}; a module {@code provides} them.
 */
public interface ServiceProvider {
    /** Its services, none of them named as another is. */
    List<ServiceType<?, ?>> services();
}
