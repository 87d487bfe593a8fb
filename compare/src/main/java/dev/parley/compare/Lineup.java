package dev.parley.compare;

import dev.parley.core.Endpoint;
import dev.parley.core.HostPort;
import dev.parley.core.Limits;
import dev.parley.core.Security;
import dev.parley.core.Transport;
import dev.parley.result.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which targets a comparison has.
 *
 * @param service the name of the one that the engines serve
 * @param security of the servers that are started
 * @param securityOptions of {@code parley serve} for it; none without TLS
 * @param limits the service's own
 * @param thinks zero first
 * @param running servers that run already; they take part in the half without think time, since it cannot be imposed on them
 * @param clients of the load
 * @param largestBytes of its messages
 * @param framing null for the service's
 */
public record Lineup(
        String service,
        Security security,
        List<String> securityOptions,
        Limits limits,
        List<Transport> transports,
        List<Duration> thinks,
        List<Engine> engines,
        List<Running> running,
        int clients,
        int largestBytes,
        @Nullable String framing) {
    private static final String LOOPBACK = "127.0.0.1";

    public Lineup {
        securityOptions = List.copyOf(securityOptions);
        transports = List.copyOf(transports);
        thinks = List.copyOf(thinks);
        engines = List.copyOf(engines);
        running = List.copyOf(running);
    }

    /**
     * A way to serve.
     *
     * @param name in the table
     * @param serveOptions of {@code parley serve}
     */
    public record Engine(String name, List<String> serveOptions) {
        public Engine {
            serveOptions = List.copyOf(serveOptions);
        }
    }

    /**
     * A server that runs already.
     *
     * @param endpoint with its transport
     */
    public record Running(String name, Endpoint endpoint) {
        public Transport transport() {
            return Objects.requireNonNull(endpoint.transport());
        }
    }

    /** In the order of the table: those that are comparable stand together. */
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Duration think : thinks) {
            for (Transport transport : transports) {
                engines.forEach(engine -> targets.add(started(engine, transport, think)));
                running.stream()
                        .filter(r -> think.isZero() && r.transport() == transport)
                        .forEach(r -> targets.add(target(r)));
            }
            running.stream()
                    .filter(r -> think.isZero() && !transports.contains(r.transport()))
                    .forEach(r -> targets.add(target(r)));
        }
        return targets;
    }

    private static Target target(Running running) {
        return new Target(running.name(), running.transport(), Duration.ZERO, running.endpoint(), List.of());
    }

    private Target started(Engine engine, Transport transport, Duration think) {
        Endpoint endpoint = new Endpoint(service, security, transport, new HostPort(LOOPBACK, 0));
        List<String> words = new ArrayList<>(List.of("serve", endpoint.toString()));
        words.addAll(engine.serveOptions());
        words.addAll(securityOptions);
        if (framing != null) {
            words.addAll(List.of("--framing", framing));
        }
        // The comparison is of engines: a service's own, smaller limits must not decide it.
        if (clients > limits.admission().maxClients()) {
            words.addAll(List.of("--max-clients", Integer.toString(clients)));
        }
        if (largestBytes > limits.session().maxMessageBytes()) {
            words.addAll(List.of("--max-message", Integer.toString(largestBytes)));
        }
        if (!think.isZero()) {
            words.addAll(List.of("--think", Durations.text(think)));
        }
        return new Target(engine.name(), transport, think, endpoint, words);
    }
}
