package dev.parley.cli.serve;

import dev.parley.cli.shell.Endpoints;
import dev.parley.core.Endpoint;
import dev.parley.services.ServiceType;

/** An endpoint that is to be served, and how. */
record Listener(Endpoint endpoint, EndpointOptions options) {
    ServiceType<?, ?> service() {
        return Endpoints.service(endpoint);
    }
}
