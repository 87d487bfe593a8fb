package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.PlainWords;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.cli.shell.Uses;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.services.ClientSide.Store;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Fetches the oldest message of a queue and prints it as it is.",
            "",
            "  parley get queue > note.txt",
            "  parley get queue+udp://10.0.0.7:55556",
            "  parley get queue --all --newline                every message, a line each",
            "  parley get queue --wait 10s --count 3           three, waiting up to 10 s for each",
            "  parley get beanstalk://10.0.0.7/mail --wait 5s  from the tube 'mail'",
            ""
        },
        footer = {
            "",
            "Messages are printed one after the other with nothing between them. An empty queue: the server's text on",
            "standard error, exit code 1; with --all only when not one message came.",
            "In this protocol an empty message looks like a server that only closes the connection.",
            "Over UDP a message is gone once the server has sent it, whether it arrives or not.",
            "From beanstalk, a message is deleted when it has been written to standard output: one that could not be",
            "written stays in the queue. --wait counts in whole seconds there. Of several servers, which share one store, the",
            "first is used that answers, and the next one when it is lost: beanstalk://10.0.0.7,10.0.0.8/mail"
        })
public final class GetCommand implements Callable<Integer>, PlainWords {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ENDPOINT",
            description = "queue[+transport]://host:port, beanstalk://host:port/tube, or beanstalk+unix:///path:tube")
    String endpointText = "";

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "fetch so many messages (default: 1)")
    @Nullable
    Integer count;

    @Option(
            names = {"-a", "--all"},
            description = "fetch messages until the queue is empty")
    boolean all;

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "when the queue is empty, look again for so long, for each message")
    @Nullable
    Duration patience;

    @Option(names = "--newline", description = "print a line feed after each message")
    boolean newline;

    @Mixin
    JsonOption json = new JsonOption();

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean takes(List<String> words) {
        if (words.size() != 1) {
            return false;
        }
        endpointText = words.getFirst();
        return true;
    }

    @Override
    public Integer call() throws IOException, ProtocolException, InterruptedException {
        if (all && count != null) {
            throw new Failure(ExitCode.USAGE, "--all cannot be combined with --count");
        }
        if (newline && json.enabled()) {
            throw new Failure(ExitCode.USAGE, "--newline cannot be combined with --json");
        }
        long wanted = all ? Long.MAX_VALUE : count == null ? 1 : count;
        if (TubeEndpoint.names(endpointText)) {
            options.requireNoFraming("beanstalk");
            TubeServers servers = TubeServers.parse(endpointText, "get");
            options.secure(servers.all().getFirst().server(), console, "get");
            TubeGet.Settings settings = new TubeGet.Settings(
                    options.clientOptions(), patience == null ? Duration.ZERO : patience, newline, json.enabled());
            return TubeGet.fetch(console, servers, settings, wanted, all);
        }
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.STORE, Use.TUBES);
        options.secure(endpoint, console, "get");
        Store store = Objects.requireNonNull(
                Uses.require(endpoint, Use.STORE, "get").client().store());
        QueueFetch fetch = new QueueFetch(endpoint, store, options.framing(), options.clientOptions());
        for (long fetched = 0; fetched < wanted; fetched++) {
            String nothing = fetchOrWait(endpoint, fetch);
            if (nothing != null) {
                if (all && fetched > 0) {
                    return ExitCode.OK;
                }
                console.say(nothing);
                return ExitCode.FAILED;
            }
        }
        return ExitCode.OK;
    }

    /** Looks at an empty queue again, less and less often. */
    private @Nullable String fetchOrWait(Endpoint endpoint, QueueFetch fetch)
            throws IOException, ProtocolException, InterruptedException {
        long began = System.nanoTime();
        long patienceNanos = patience == null ? 0 : patience.toNanos();
        long pauseNanos = FIRST_PAUSE_NANOS;
        while (true) {
            String nothing = fetchOne(endpoint, fetch);
            long left = patienceNanos - (System.nanoTime() - began);
            if (nothing == null || left <= 0) {
                return nothing;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(pauseNanos, left));
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        }
    }

    /** Null; or the server's text when there is no message. */
    private @Nullable String fetchOne(Endpoint endpoint, QueueFetch fetch) throws IOException, ProtocolException {
        MessageOutput output = new MessageOutput(console);
        if (!json.enabled()) {
            String nothing = fetch.into(output);
            if (nothing == null && newline) {
                output.write('\n');
            }
            return nothing;
        }
        BoundedMessage message = new BoundedMessage(options.maxMessageBytes());
        String nothing = fetch.into(message);
        if (nothing == null) {
            output.write(JsonLine.of(JsonLine.Fetched.of(endpoint.toString(), message.toByteArray())));
        }
        return nothing;
    }
}
