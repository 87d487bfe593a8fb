package dev.parley.cli.serve;

import dev.parley.admin.AdminServer;
import dev.parley.admin.CommitTimes;
import dev.parley.admin.EventStream;
import dev.parley.admin.HealthPage;
import dev.parley.admin.MetricsPage;
import dev.parley.admin.Page;
import dev.parley.admin.ProcessMetrics;
import dev.parley.admin.ServerMetrics;
import dev.parley.admin.StoreMetrics;
import dev.parley.cli.control.Control;
import dev.parley.cli.control.HttpControls;
import dev.parley.cli.control.ServerStatus;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Version;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.EngineType;
import dev.parley.engine.ServerListener;
import dev.parley.load.DatagramDrops;
import dev.parley.page.LivePage;
import dev.parley.queue.MessageStore;
import dev.parley.result.JsonDocument;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --admin} shows: metrics, whether all is well, and a page that shows both as they change. It answers from before the servers start until they have ended. Any
 * thread.
 */
final class Administration implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.serve");

    /** As often as a reader sees a change, and a chart has a point. */
    private static final Duration EVENT_PAUSE = Duration.ofSeconds(1);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ServerMetrics servers = new ServerMetrics(registry);
    private final AdminServer server;
    /** As they were typed, in the order of the servers. */
    private final List<Counted> counted = new ArrayList<>();

    private record Counted(Endpoint endpoint, String engine) {}

    /** @param program {@code parley 0.1.0 (commit 1f06b26a3a30)} */
    record VersionDocument(String program, String java) {
        static VersionDocument ofThisProcess() {
            return new VersionDocument(Version.line(), System.getProperty("java.vm.name") + " " + Runtime.version());
        }
    }

    private Administration(
            InetSocketAddress address,
            @Nullable MessageStore store,
            Readiness readiness,
            Supplier<ServerStatus> status,
            Control control,
            @Nullable AdminToken token)
            throws IOException {
        ProcessMetrics.register(registry);
        if (store != null) {
            registry.register(new StoreMetrics(store));
            CommitTimes.register(registry, store);
        }
        MetricsPage metrics = new MetricsPage(registry);
        HealthPage ready = new HealthPage(readiness.troubles());
        byte[] live = LivePage.html();
        server = AdminServer.start(
                address,
                Map.of(
                        "/",
                        _ -> new Page.Answer(Page.Answer.OK, "text/html; charset=utf-8", live),
                        "/events",
                        new EventStream(metrics, ready, EVENT_PAUSE, System::nanoTime),
                        "/metrics",
                        metrics,
                        "/healthz",
                        new HealthPage(List.of()),
                        "/readyz",
                        ready,
                        "/status",
                        _ -> Page.Answer.json(JsonDocument.line(status.get())),
                        "/version",
                        _ -> Page.Answer.json(JsonDocument.line(VersionDocument.ofThisProcess()))),
                new HttpControls(control),
                token);
    }

    /**
     * Listens.
     *
     * @param place {@code 127.0.0.1:9400}; without a host the loopback address
     * @param store that the queues share; null when there is none
     * @param token of those who may control the server there; null when nobody may
     * @throws Failure when that cannot be listened on
     */
    static Administration start(
            String place,
            @Nullable MessageStore store,
            Readiness readiness,
            Supplier<ServerStatus> status,
            Control control,
            @Nullable AdminToken token) {
        Endpoint typed;
        try {
            typed = Endpoint.parse("admin://" + place);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--admin is host:port, such as 127.0.0.1:9400, not '" + PrintableText.of(place) + "'");
        }
        if (typed.isUnix() || typed.port() < 0) {
            throw new Failure(ExitCode.USAGE, "--admin needs a port, such as " + typed.hostOrLoopback() + ":9400");
        }
        InetSocketAddress address = new InetSocketAddress(typed.hostOrLoopback(), typed.port());
        if (address.isUnresolved()) {
            throw new Failure(ExitCode.UNAVAILABLE, "--admin: there is no host '" + typed.hostOrLoopback() + "'");
        }
        try {
            return new Administration(address, store, readiness, status, control, token);
        } catch (IOException e) {
            boolean forbidden = String.valueOf(e.getMessage()).contains("denied");
            throw new Failure(
                    forbidden ? ExitCode.NO_PERMISSION : ExitCode.UNAVAILABLE,
                    "cannot listen on " + place + " for --admin: " + e.getMessage() + "; choose another port");
        }
    }

    /** Writes what is counted to the log. */
    void log() {
        try {
            new MetricsPage(registry).lines().forEach(line -> LOG.log(System.Logger.Level.INFO, line));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "metrics cannot be written to the log", e);
        }
    }

    /** {@code http://127.0.0.1:9400}. */
    String url() {
        InetSocketAddress address = server.address();
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Counts what happens at an endpoint, beside another listener. */
    ServerListener counting(Endpoint endpoint, EngineType engine, ServerListener other) {
        counted.add(new Counted(endpoint, engine.name()));
        return other.and(servers.of(endpoint, engine.name()));
    }

    /**
     * All listeners are up: counts what the kernel drops before a server on UDP sees it.
     *
     * @param listening with the real ports, in the order in which they were given to {@link #counting}
     */
    void ready(List<Endpoint> listening) {
        CounterWithCallback.builder()
                .name("parley_datagrams_dropped_by_kernel")
                .help("Datagrams that found the receive buffer of a server's socket full")
                .labelNames("endpoint", "engine")
                .callback(callback -> {
                    for (int i = 0; i < listening.size(); i++) {
                        if (listening.get(i).isDatagram()) {
                            Counted typed = counted.get(i);
                            long drops =
                                    DatagramDrops.of(Set.of(listening.get(i).port()));
                            callback.call((double) drops, typed.endpoint().toString(), typed.engine());
                        }
                    }
                })
                .register(registry);
    }

    /** Times what a service takes. */
    <Q, R> ServiceFactory<Q, R> timing(Endpoint endpoint, EngineType engine, ServiceFactory<Q, R> services) {
        return services.filteredBy(servers.timing(endpoint, engine.name(), System::nanoTime));
    }

    /** At once. */
    @Override
    public void close() {
        server.close();
    }
}
