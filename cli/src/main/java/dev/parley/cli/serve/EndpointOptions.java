package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FaultOptions;
import dev.parley.cli.shell.FramingOption;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.Engine;
import dev.parley.engine.EngineType;
import dev.parley.engine.ServerSpec;
import dev.parley.services.BlockingDelay;
import dev.parley.services.ServiceType;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How an endpoint is served: all that are typed in the same way, those of a file each in its own. */
@Command(name = "endpoint")
final class EndpointOptions {
    @Mixin
    EngineOptions engine = new EngineOptions();

    @Mixin
    LimitOptions limits = new LimitOptions();

    @Mixin
    TlsOptions tls = new TlsOptions();

    @Mixin
    FramingOption framing = new FramingOption();

    @Option(
            names = "--think",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "the service spends this long on each message")
    @Nullable
    Duration think;

    @Option(names = "--think-client", paramLabel = "N", description = "of the Nth connection only, counted from 0")
    @Nullable
    Long thinkClient;

    @Mixin
    FaultOptions faults = new FaultOptions();

    @Option(
            names = "--socket-mode",
            paramLabel = "MODE",
            converter = ToPermissions.class,
            description =
                    "of a Unix socket: who may connect, as chmod has it, such as 0660 (default: 0600, the owner alone)")
    @Nullable
    Set<PosixFilePermission> socketMode;

    /** Refuses what applies to none of these. */
    void requireApplicable(List<Listener> listeners) {
        List<Endpoint> endpoints = listeners.stream().map(Listener::endpoint).toList();
        engine.requireApplicable(
                listeners.stream().map(Listener::engineType).distinct().toList());
        limits.requireApplicable(
                endpoints, listeners.stream().map(Listener::requestFraming).toList());
        require(
                socketMode == null || endpoints.stream().anyMatch(Endpoint::isUnix),
                "--socket-mode requires a Unix socket, such as reverse+unix:///run/x.sock");
        tls.requireApplicable(endpoints);
        faults.requireApplicable(endpoints);
    }

    /**
     * Reads what these endpoints need.
     *
     * @throws Failure when it cannot be used, or options are missing
     */
    void prepare(List<Endpoint> endpoints) {
        tls.load(endpoints);
        require(think != null || thinkClient == null, "--think-client requires --think");
        require(thinkClient == null || thinkClient >= 0, "--think-client counts from 0");
        faults.requireFaults();
        faults.chooseSeed();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }

    EngineType engineType(Endpoint endpoint) {
        return engine.typeFor(endpoint, Endpoints.service(endpoint));
    }

    Engine engine(Endpoint endpoint, Console console) {
        ServiceType<?, ?> type = Endpoints.service(endpoint);
        return engine.engine(endpoint, type, limits(type), console);
    }

    Limits limits(ServiceType<?, ?> type) {
        Limits chosen = limits.limits(type);
        return tls.handshakeTimeout == null ? chosen : chosen.withHandshakeTimeout(tls.handshakeTimeout);
    }

    <Q, R> Protocol<Q, R> protocol(Endpoint endpoint, ServiceType<Q, R> type) {
        return Endpoints.protocol(type, endpoint, framing.name());
    }

    /** What goes wrong there on purpose. */
    EndpointFaults faults(Endpoint endpoint, boolean switchable) {
        return new EndpointFaults(endpoint, faults.faults(), switchable);
    }

    /** The same, with TLS where the endpoint has it, and with what a Unix socket is to be. */
    ServerSpec on(ServerSpec spec) {
        Endpoint endpoint = spec.endpoint();
        if (endpoint.isSecured()) {
            Protocol<?, ?> protocol = protocol(endpoint, Endpoints.service(endpoint));
            return spec.withWires(tls.wires(endpoint, protocol.endsWithStream()));
        }
        return socketMode == null ? spec : spec.withSocketPermissions(socketMode);
    }

    /** The services with what they spend on each message. */
    <Q, R> ServiceFactory<Q, R> thinking(ServiceFactory<Q, R> services) {
        return think == null
                ? services
                : services.filteredBy(
                        new BlockingDelay(think, thinkClient == null ? BlockingDelay.EVERY_CLIENT : thinkClient));
    }
}
