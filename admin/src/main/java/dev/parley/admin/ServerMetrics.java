package dev.parley.admin;

import dev.parley.admin.Traffic.Kind;
import dev.parley.core.Endpoint;
import dev.parley.core.Filter;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What is counted of servers, by endpoint and engine. An endpoint's counters are found once, when it is made; an event then costs an
 * addition.
 */
public final class ServerMetrics {
    /** From a tenth of a millisecond to ten seconds. */
    static final double[] SECONDS = {.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private static final String[] LABELS = {"endpoint", "engine"};
    private static final String[] LABELS_AND_REASON = {"endpoint", "engine", "reason"};

    final Gauge connections;
    final Counter accepted;
    final Counter refused;
    final Counter closed;
    final Counter dropped;
    final Counter stalls;
    private final Histogram requests;
    private final Map<Place, Traffic> traffic = new ConcurrentHashMap<>();

    private record Place(String endpoint, String engine) {}

    /** Registers them. */
    public ServerMetrics(PrometheusRegistry registry) {
        connections = Gauge.builder()
                .name("parley_connections")
                .help("Conversations open now (UDP: peers remembered)")
                .labelNames(LABELS)
                .register(registry);
        accepted = counter(registry, "parley_accepted", "Conversations begun", LABELS);
        refused = counter(registry, "parley_refused", "Clients closed before a conversation began", LABELS_AND_REASON);
        closed = counter(registry, "parley_closed", "Conversations ended", LABELS_AND_REASON);
        traffic(registry, "parley_messages_received", "Messages received whole", Kind.MESSAGES);
        traffic(registry, "parley_received_bytes", "Bytes read", Kind.RECEIVED_BYTES);
        traffic(registry, "parley_sent_bytes", "Bytes handed to the operating system", Kind.SENT_BYTES);
        dropped = counter(registry, "parley_datagrams_dropped", "Datagrams that were not served", LABELS_AND_REASON);
        stalls = counter(
                registry, "parley_loop_stalls", "Times an event loop was held by one conversation for long", LABELS);
        requests = Histogram.builder()
                .name("parley_request_duration_seconds")
                .help(
                        "From a request in full to its answer: what the service took, and waited for; a sample where there are many")
                .unit(Unit.SECONDS)
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .labelNames(LABELS)
                .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars() // nothing is traced here, and looking for a trace costs more than counting
                .register(registry);
    }

    private void traffic(PrometheusRegistry registry, String name, String help, Kind kind) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(LABELS)
                .callback(callback -> traffic.forEach(
                        (at, counted) -> callback.call((double) counted.sum(kind), at.endpoint(), at.engine())))
                .register(registry);
    }

    /** That of an endpoint; those with the same name have one. */
    Traffic traffic(String endpoint, String engine) {
        return traffic.computeIfAbsent(new Place(endpoint, engine), place -> new Traffic());
    }

    /** Counts what happens at an endpoint. */
    public EndpointMetrics of(Endpoint endpoint, String engine) {
        return new EndpointMetrics(this, endpoint, engine);
    }

    /** Times the requests of an endpoint. */
    public Filter timing(Endpoint endpoint, String engine, LongSupplier nanoTime) {
        return new RequestTimes(requests.labelValues(endpoint.toString(), engine), nanoTime);
    }
}
