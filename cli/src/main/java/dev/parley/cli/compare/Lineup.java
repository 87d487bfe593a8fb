package dev.parley.cli.compare;

import dev.parley.cli.shell.Endpoints;
import dev.parley.compare.Contender;
import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.result.Durations;
import dev.parley.services.ServiceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a comparison.
 *
 * @param type the service the engines serve
 * @param thinks zero first
 * @param running servers that run already; they take part in the half without think time, since nobody can tell them to think
 * @param clients of the load
 * @param largestBytes of its messages
 * @param framing null for the service's
 */
record Lineup(
        ServiceType<?, ?> type,
        List<Transport> transports,
        List<Duration> thinks,
        List<EngineChoice> engines,
        List<Running> running,
        int clients,
        int largestBytes,
        @Nullable String framing) {

    /** A server that runs already. */
    record Running(String name, Endpoint endpoint) {}

    /** In the order of the table: those that are comparable stand together. */
    List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        for (Duration think : thinks) {
            for (Transport transport : transports) {
                engines.forEach(engine -> entrants.add(started(engine, transport, think)));
                running.stream()
                        .filter(r -> think.isZero() && r.endpoint().transport() == transport)
                        .forEach(r -> entrants.add(entrant(r)));
            }
            running.stream()
                    .filter(r -> think.isZero() && !transports.contains(Endpoints.transport(r.endpoint())))
                    .forEach(r -> entrants.add(entrant(r)));
        }
        return entrants;
    }

    private static Entrant entrant(Running running) {
        Transport transport = Endpoints.transport(running.endpoint());
        return new Entrant(new Contender(running.name(), transport, Duration.ZERO), running.endpoint(), List.of());
    }

    private Entrant started(EngineChoice engine, Transport transport, Duration think) {
        Endpoint endpoint = new Endpoint(type.name(), transport, Endpoints.LOOPBACK, 0);
        List<String> words = new ArrayList<>(List.of("serve", endpoint.toString()));
        words.addAll(engine.serveOptions(clients));
        if (framing != null) {
            words.addAll(List.of("--framing", framing));
        }
        // The comparison is of engines: a service's own, smaller limits must not decide it.
        if (clients > type.serving().limits().admission().maxClients()) {
            words.addAll(List.of("--max-clients", Integer.toString(clients)));
        }
        if (largestBytes > type.serving().limits().session().maxMessageBytes()) {
            words.addAll(List.of("--max-message", Integer.toString(largestBytes)));
        }
        if (!think.isZero()) {
            words.addAll(List.of("--think", Durations.text(think)));
        }
        return new Entrant(new Contender(engine.text(), transport, think), endpoint, words);
    }
}
