package dev.parley.cli.serve;

import dev.parley.cli.config.ConfigCommand;
import dev.parley.cli.config.Settings;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.LogOptions;
import dev.parley.cli.shell.Secrets;
import dev.parley.cli.shell.Signals;
import dev.parley.cli.shell.Uses;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.Engine;
import dev.parley.engine.EngineType;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerGroup;
import dev.parley.engine.ServerGroup.Member;
import dev.parley.engine.ServerListener;
import dev.parley.engine.ServerSpec;
import dev.parley.queue.MessageStore;
import dev.parley.result.JsonDocument;
import dev.parley.services.Catalog;
import dev.parley.services.ClientSide;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.MessageLog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Serves one or more services until it is interrupted.",
            "",
            "  parley serve                                    the five systems, each on its own port",
            "  parley serve reverse://:8080 --threads 3        one of them",
            "  parley serve queue+udp://:55556                 over UDP",
            "  parley serve reverse+unix:///run/x.sock         on a Unix socket",
            "  parley serve reverse+tls://:8443 --tls-cert server.pem --tls-key server.key",
            "  parley serve pong --engine selector --think 5s --think-client 1",
            "  parley serve beanstalk queue --store sqlite:jobs.db   messages that outlive the server",
            "  parley serve reverse://0.0.0.0:8080             for other machines too",
            ""
        },
        footer = {
            "",
            "When all listeners are up, one line each: ready reverse+tcp://127.0.0.1:8080; with --json an object each,",
            "and one at the end.",
            "A first SIGTERM or Ctrl-C answers what was received and ends with 0; a second ends at once."
        })
public final class ServeCommand implements ConfigCommand.Configured, ListsMore {
    private final Console console;

    @Parameters(
            paramLabel = "ENDPOINT",
            arity = "0..*",
            description = "service[+tls|+mtls][+transport]://host:port, or service+unix:///path")
    List<String> endpoints = List.of();

    @Spec
    CommandSpec words = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "settings and endpoints, where they are not typed or set as PARLEY_...; parley config shows them")
    @Nullable
    Path config;

    @Mixin
    EndpointOptions options = new EndpointOptions();

    @Mixin
    QueueOptions queueOptions = new QueueOptions();

    @Mixin
    LogOptions logOptions = new LogOptions();

    @Mixin
    AccessLogOption accessLog = new AccessLogOption();

    @Option(
            names = "--drain",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            defaultValue = "8s",
            description = "graceful shutdown timeout (default: 8s)")
    Duration drain = RunningServer.DEFAULT_GRACE;

    @Option(
            names = "--drain-delay",
            paramLabel = "D",
            converter = Converters.ToDurationOrZero.class,
            defaultValue = "0",
            description = "on a signal, take clients for so long yet while /readyz says that it drains (default: 0)")
    Duration drainDelay = Duration.ZERO;

    @Mixin
    OperationOptions operationOptions = new OperationOptions();

    @Option(
            names = "--allow-stop",
            description = "let peers stop an encoder bound to more than loopback, where they always may")
    boolean allowStop;

    @Option(names = "--until-eof", description = "shut down when standard input closes")
    boolean untilEof;

    @Mixin
    JsonOption json = new JsonOption();

    public ServeCommand(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = Settings.read(config, System.getenv());
        Settings.unknownVariables(System.getenv()).forEach(line -> console.say("parley serve: " + line));
        if (settings.isEmpty()) {
            return serve(typedListeners(), _ -> Optional.empty());
        }
        ConfiguredServe configured = ConfiguredServe.of(this, settings);
        List<Listener> listeners = configured.listenersOrTyped();
        return configured
                .command()
                .serve(
                        listeners,
                        servers -> settings.isOfFile()
                                ? Optional.of(new Reload(this, settings, servers, listeners))
                                : Optional.empty());
    }

    @Override
    public void check(Settings settings) {
        new CommandLine(this).parseArgs();
        ConfiguredServe configured = ConfiguredServe.of(this, settings);
        configured.command().requireApplicable(configured.listenersOrTyped());
    }

    List<Listener> typedListeners() {
        Stream<Endpoint> typed = endpoints.isEmpty()
                ? Catalog.seeds().stream().map(type -> Endpoints.complete(type.name()))
                : endpoints.stream().map(Endpoints::complete);
        return typed.map(endpoint -> new Listener(endpoint, options, null)).toList();
    }

    private int serve(List<Listener> listeners, Function<ServerGroup, Optional<Reload>> reloading)
            throws IOException, InterruptedException {
        logOptions.applyToServer("serve");
        log(
                System.Logger.Level.DEBUG,
                "Parsing parameters: "
                        + Secrets.hidden(words.commandLine().getParseResult().originalArgs()));
        requireApplicable(listeners);
        int queues = (int) listeners.stream()
                .filter(listener -> listener.service().serving().keepsMessages())
                .count();
        // After the servers: what they still answer is in there.
        try (ServiceNotifier notifier = ServiceNotifier.of(System.getenv());
                MessageStore store = queueOptions.openStore(
                        Runtime.getRuntime().maxMemory(), operationOptions.admin != null && queues == 1);
                Shutdown shutdown = new Shutdown(drain, drainDelay, notifier);
                Operations operations = Operations.start(operationOptions, drainDelay, store, shutdown);
                AccessLog access = accessLog.open(console)) {
            List<EndpointFaults> faults = listeners.stream()
                    .map(listener -> listener.options().faults(listener.endpoint(), operationOptions.mayControl()))
                    .toList();
            List<Member> members = IntStream.range(0, listeners.size())
                    .mapToObj(i -> member(
                            listeners.get(i),
                            listeners.get(i).service(),
                            faults.get(i),
                            store,
                            queues,
                            shutdown,
                            operations,
                            access))
                    .toList();
            List<Member> listening = SocketActivation.apply(System.getenv(), members);
            return serve(listeners, listening, faults, shutdown, notifier, operations, access, reloading);
        }
    }

    private int serve(
            List<Listener> listeners,
            List<Member> members,
            List<EndpointFaults> faults,
            Shutdown shutdown,
            ServiceNotifier notifier,
            Operations operations,
            @Nullable AccessLog access,
            Function<ServerGroup, Optional<Reload>> reloading)
            throws IOException, InterruptedException {
        Signals.onFirst(_ -> shutdown.begin());
        if (untilEof) {
            Thread.ofPlatform().name("parley-input").daemon().start(() -> endWithInput(shutdown));
        }
        ServerGroup servers = ServerGroup.start(members);
        Reloading anew =
                Reloading.of(reloading.apply(servers), listeners, access, operationOptions.adminToken(), notifier);
        if (anew.isPossible()) { // else SIGHUP ends the server
            Signals.onHangUp(anew::run);
        }
        List<String> engines =
                listeners.stream().map(listener -> listener.engineType().name()).toList();
        operations.ready(servers, engines, faults, anew, console, json.enabled());
        List<Endpoint> listening = servers.endpoints();
        for (int i = 0; i < listening.size(); i++) {
            logStarted(listening.get(i), members.get(i).engine());
        }
        for (int i = 0; i < listening.size(); i++) {
            announce(listening.get(i), engines.get(i));
        }
        if (!console.outputGone()) { // else no reader learns that it is ready
            notifier.ready();
            shutdown.await();
        }
        operations.stopping();
        shutdown.delay();
        return shutdown.end(servers, console, json.enabled());
    }

    private void announce(Endpoint endpoint, String engine) {
        if (json.enabled()) {
            console.print(JsonDocument.line(ServeLine.Ready.of(endpoint, engine)));
        } else {
            console.print("ready " + endpoint);
        }
    }

    @Override
    public List<String> more() {
        return ServeLists.lines();
    }

    private void endWithInput(Shutdown shutdown) {
        try {
            console.in().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            log(System.Logger.Level.WARNING, "standard input cannot be read any more: " + e.getMessage());
        }
        shutdown.begin();
    }

    /** Refuses what applies to none of these. */
    void requireApplicable(List<Listener> listeners) {
        operationOptions.prepare(drainDelay);
        options.requireApplicable(listeners);
        Map<EndpointOptions, List<Endpoint>> endpointsByOptions = new LinkedHashMap<>();
        for (Listener listener : listeners) {
            if (listener.own() != null) {
                listener.own().requireApplicable(List.of(listener));
            }
            endpointsByOptions
                    .computeIfAbsent(listener.options(), _ -> new ArrayList<>())
                    .add(listener.endpoint());
        }
        endpointsByOptions.forEach(EndpointOptions::prepare);
        List<ClientSide> services =
                listeners.stream().map(listener -> listener.service().client()).toList();
        require(
                !queueOptions.given()
                        || listeners.stream()
                                .anyMatch(
                                        listener -> listener.service().serving().keepsMessages()),
                "--store, --queue-messages and --queue-bytes require a queue");
        require(
                !queueOptions.ignoreEmpty || services.stream().anyMatch(service -> service.store() != null),
                "--ignore-empty requires the service queue");
        require(
                !allowStop || services.stream().anyMatch(service -> service.stop() != null),
                "--allow-stop requires " + Uses.thoseThatSuit(Use.STOP) + ", the service with a remote stop");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }

    private <Q, R> Member member(
            Listener listener,
            ServiceType<Q, R> type,
            EndpointFaults faults,
            @Nullable MessageStore store,
            int queues,
            Shutdown shutdown,
            Operations operations,
            @Nullable AccessLog access) {
        Endpoint endpoint = listener.endpoint();
        Limits limits = listener.options().limits(type);
        Protocol<Q, R> protocol = listener.options().protocol(endpoint, type);
        ServiceSettings settings = queueOptions
                .apply(
                        ServiceSettings.of(Endpoints.transport(endpoint))
                                .withMaxMessage(limits.session().maxMessageBytes()),
                        store,
                        Math.max(1, queues),
                        Runtime.getRuntime().maxMemory())
                .withStop(allowStop || isLoopback(endpoint), shutdown::begin);
        ServiceFactory<Q, R> services = type.opening().apply(settings);
        if (logOptions.verbose()) {
            services = services.filteredBy(new MessageLog());
        }
        Engine engine = listener.options().engine(endpoint, console);
        services = listener.options().thinking(faults.delaying(services));
        EngineType engineType = listener.engineType();
        services = operations.timing(endpoint, engineType, services);
        ServerListener events = operations.counting(endpoint, engineType, shutdown);
        if (access != null) {
            AccessRecorder recorder = access.of(endpoint);
            services = services.filteredBy(recorder);
            events = events.and(recorder);
        }
        ServerSpec spec = listener.options()
                .on(faults.on(ServerSpec.of(endpoint, protocol, services, limits)))
                .withListener(events);
        return new Member(engine, type.serving().blocking() ? spec.withBlockingService() : spec);
    }

    private static void logStarted(Endpoint endpoint, Engine engine) {
        log(System.Logger.Level.INFO, "Server started on " + endpoint.place() + " (" + endpoint + ", " + engine + ")");
    }

    private static void log(System.Logger.Level level, String text) {
        System.getLogger("dev.parley.serve").log(level, text);
    }

    private static boolean isLoopback(Endpoint endpoint) {
        if (endpoint.isUnix()) {
            return true;
        }
        try {
            return InetAddress.getByName(endpoint.hostOrLoopback()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
