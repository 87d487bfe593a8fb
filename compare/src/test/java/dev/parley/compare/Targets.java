package dev.parley.compare;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import java.time.Duration;
import java.util.List;

/** Targets for tests; none of them is ever started. */
final class Targets {
    private Targets() {}

    static Target tcp(String name) {
        return target(name, Transport.TCP, 0);
    }

    static Target target(String name, Transport transport, long thinkMillis) {
        Endpoint endpoint = new Endpoint("echo", transport, "127.0.0.1", 0);
        return new Target(
                name, transport, Duration.ofMillis(thinkMillis), endpoint, List.of("serve", endpoint.toString()));
    }
}
