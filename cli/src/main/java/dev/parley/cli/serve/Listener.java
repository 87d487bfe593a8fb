package dev.parley.cli.serve;

import dev.parley.cli.shell.Endpoints;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.engine.EngineType;
import dev.parley.services.ServiceType;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is to be served, and how.
 *
 * @param options all that are in force for it
 * @param own of those, the ones that are set for it alone; null when there is none
 */
record Listener(
        Endpoint endpoint,
        EndpointOptions options,
        @Nullable EndpointOptions own) {
    ServiceType<?, ?> service() {
        return Endpoints.service(endpoint);
    }

    EngineType engineType() {
        return options.engineType(endpoint);
    }

    Framing requestFraming() {
        return options.protocol(endpoint, service()).requestFraming();
    }
}
