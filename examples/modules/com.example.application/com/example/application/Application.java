package com.example.application;

import dev.parley.client.Client;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;

/** Serves the service of this name on the engine of this name, and sends it a line. */
public final class Application {
    private static final Protocol<String, String> LINES =
            Protocol.of("lines", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);

    private Application() {}

    public static void main(String[] arguments) throws Exception {
        ServiceType<?, ?> service = Catalog.named(arguments[0]).orElseThrow();
        try (RunningServer server =
                        Engines.named(arguments[1]).orElseThrow().create().start(spec(service));
                var client = Client.connect(server.endpoint(), LINES)) {
            System.out.println(client.call(arguments[2]));
        }
    }

    private static <Q, R> ServerSpec spec(ServiceType<Q, R> service) {
        return ServerSpec.of(
                Endpoint.parse(service.name() + "://127.0.0.1:0"),
                service.protocol().apply(Transport.TCP),
                service.opening().apply(ServiceSettings.of(Transport.TCP)),
                Limits.DEFAULT);
    }
}
