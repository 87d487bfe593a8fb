package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FramingOption;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.LogOptions;
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
import dev.parley.engine.ServerSpec;
import dev.parley.queue.MessageStore;
import dev.parley.result.JsonDocument;
import dev.parley.services.BlockingDelay;
import dev.parley.services.Catalog;
import dev.parley.services.ClientSide;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.Delay;
import dev.parley.services.MessageLog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
public final class ServeCommand implements Callable<Integer>, ListsMore {
    /** One listener to be: all are known to be possible before the first is opened. */
    private final Console console;

    @Parameters(
            paramLabel = "ENDPOINT",
            arity = "0..*",
            description = "service[+transport]://host:port, or service+unix:///path")
    List<String> endpoints = List.of();

    @Spec
    CommandSpec words = CommandSpec.create();

    @Mixin
    EngineOptions engineOptions = new EngineOptions();

    @Mixin
    LimitOptions limitOptions = new LimitOptions();

    @Mixin
    QueueOptions queueOptions = new QueueOptions();

    @Mixin
    LogOptions logOptions = new LogOptions();

    @Mixin
    FramingOption framing = new FramingOption();

    @Option(
            names = "--drain",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            defaultValue = "8s",
            description = "graceful shutdown timeout (default: 8s)")
    Duration drain = RunningServer.DEFAULT_GRACE;

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

    @Option(
            names = "--delay",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "serve each message this much later, without blocking a thread")
    @Nullable
    Duration delay;

    @Option(
            names = "--allow-stop",
            description = "let peers stop an encoder bound to more than loopback, where they always may")
    boolean allowStop;

    @Option(
            names = "--socket-mode",
            paramLabel = "MODE",
            converter = ToPermissions.class,
            description =
                    "of a Unix socket: who may connect, as chmod has it, such as 0660 (default: 0600, the owner alone)")
    @Nullable
    Set<PosixFilePermission> socketMode;

    @Option(names = "--until-eof", description = "shut down when standard input closes")
    boolean untilEof;

    @Mixin
    JsonOption json = new JsonOption();

    public ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        logOptions.applyToServer("serve");
        log(
                System.Logger.Level.DEBUG,
                "Parsing parameters: " + words.commandLine().getParseResult().originalArgs());
        List<Endpoint> completed = endpoints.isEmpty()
                ? Catalog.seeds().stream()
                        .map(type -> Endpoints.complete(type.name()))
                        .toList()
                : endpoints.stream().map(Endpoints::complete).toList();
        requireApplicable(completed);
        int queues = (int) completed.stream()
                .filter(endpoint -> Endpoints.service(endpoint).serving().keepsMessages())
                .count();
        // After the servers: what they still answer is in there.
        try (MessageStore store = queueOptions.openStore(Runtime.getRuntime().maxMemory());
                Shutdown shutdown = new Shutdown(drain)) {
            List<Member> members = completed.stream()
                    .map(endpoint -> member(endpoint, Endpoints.service(endpoint), store, queues, shutdown))
                    .toList();
            return serve(members, shutdown);
        }
    }

    private int serve(List<Member> members, Shutdown shutdown) throws IOException, InterruptedException {
        Signals.onFirst(_ -> shutdown.begin());
        if (untilEof) {
            Thread.ofPlatform().name("parley-input").daemon().start(() -> endWithInput(shutdown));
        }
        ServerGroup servers = ServerGroup.start(members);
        List<Endpoint> listening = servers.endpoints();
        for (int i = 0; i < listening.size(); i++) {
            logStarted(listening.get(i), members.get(i).engine());
        }
        listening.forEach(this::announce);
        if (!console.outputGone()) { // else no reader learns that it is ready
            shutdown.await();
        }
        return shutdown.end(servers, console, json.enabled());
    }

    private void announce(Endpoint endpoint) {
        if (json.enabled()) {
            String engine =
                    engineOptions.typeFor(endpoint, Endpoints.service(endpoint)).name();
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

    private void requireApplicable(List<Endpoint> completed) {
        Set<EngineType> engines = new LinkedHashSet<>();
        completed.forEach(endpoint -> engines.add(engineOptions.typeFor(endpoint, Endpoints.service(endpoint))));
        engineOptions.requireApplicable(engines);
        limitOptions.requireApplicable(
                completed,
                endpoint -> Endpoints.protocol(Endpoints.service(endpoint), endpoint, framing.name())
                        .requestFraming());
        List<ClientSide> services = completed.stream()
                .map(endpoint -> Endpoints.service(endpoint).client())
                .toList();
        require(
                !queueOptions.given()
                        || completed.stream()
                                .anyMatch(endpoint ->
                                        Endpoints.service(endpoint).serving().keepsMessages()),
                "--store, --queue-messages and --queue-bytes require a queue");
        require(
                !queueOptions.ignoreEmpty || services.stream().anyMatch(service -> service.store() != null),
                "--ignore-empty requires the service queue");
        require(
                !allowStop || services.stream().anyMatch(service -> service.stop() != null),
                "--allow-stop requires " + Uses.thoseThatSuit(Use.STOP) + ", the service with a remote stop");
        require(
                socketMode == null || completed.stream().anyMatch(Endpoint::isUnix),
                "--socket-mode requires a Unix socket, such as reverse+unix:///run/x.sock");
        require(think != null || thinkClient == null, "--think-client requires --think");
        require(thinkClient == null || thinkClient >= 0, "--think-client counts from 0");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }

    private <Q, R> Member member(
            Endpoint endpoint, ServiceType<Q, R> type, @Nullable MessageStore store, int queues, Shutdown shutdown) {
        Limits limits = limitOptions.limits(type);
        Protocol<Q, R> protocol = Endpoints.protocol(type, endpoint, framing.name());
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
        if (delay != null) {
            services = services.filteredBy(new Delay(delay));
        }
        if (think != null) {
            services = services.filteredBy(
                    new BlockingDelay(think, thinkClient == null ? BlockingDelay.EVERY_CLIENT : thinkClient));
        }
        Engine engine = engineOptions.engine(endpoint, type, limits, console);
        ServerSpec spec = ServerSpec.of(endpoint, protocol, services, limits).withListener(shutdown);
        if (socketMode != null) {
            spec = spec.withSocketPermissions(socketMode);
        }
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
