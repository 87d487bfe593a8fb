package com.example.greeting;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.services.ServiceProvider;
import dev.parley.services.ServiceType;
import java.util.List;

/** A line with a name is answered with a greeting. Its package is exported to nobody: the module provides it. */
public final class Greeting implements ServiceProvider {
    private static final Protocol<String, String> PROTOCOL =
            Protocol.of("greeting", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);

    @Override
    public List<ServiceType<?, ?>> services() {
        return List.of(ServiceType.of("greeting", "greets whoever is named", 7054, PROTOCOL, Greeting::serve));
    }

    private static void serve(String name, Reply<String> reply) {
        reply.send("Hello, " + name.strip());
    }
}
