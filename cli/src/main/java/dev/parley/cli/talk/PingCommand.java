package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.Uses;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.load.RoundTrips;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Pings a pong server, once a second until Ctrl-C, and sums up as ping(8) does.",
            "",
            "  parley ping                                     pong://127.0.0.1:8000, until Ctrl-C",
            "  parley ping pong --count 3 --interval 200ms",
            "  parley ping pong+udp://:8000 -c 1000 -i 0 -q    as fast as replies come, the summary alone",
            "  parley ping pong --clients 5                    five clients at once, ten pings each without a pause",
            ""
        },
        footer = {
            "",
            "One ping before the first is not counted, as its time is that of loading this program; with --clients there is none.",
            "A datagram that is not answered is lost, and the next one is sent; a connection that breaks ends the command.",
            "Exit code 0: at least one reply, and none lost."
        })
public final class PingCommand implements Callable<Integer> {
    /** On sequential a client waits until those before it have left, however long the service thinks. */
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);
    /** A datagram that takes longer is lost. */
    private static final Duration DATAGRAM_TIMEOUT = Duration.ofSeconds(1);

    private static final int COUNT_OF_CLIENTS = 10;

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENDPOINT", description = "default: pong://127.0.0.1:8000")
    String endpointText = "pong";

    @Option(
            names = {"-c", "-n", "--count"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "pings of each client (default: until Ctrl-C; with --clients 10)")
    @Nullable
    Integer count;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "D",
            converter = Converters.ToDurationOrZero.class,
            description = "from one ping to the next; 0 as fast as replies come (default: 1s; with --clients 0)")
    @Nullable
    Duration interval;

    @Option(
            names = {"-q", "--quiet"},
            description = "print the summary alone")
    boolean quiet;

    @Option(
            names = {"--clients", "--num-clients"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "clients in parallel, each with a connection (default: 1)")
    @Nullable
    Integer clients;

    @Mixin
    JsonOption json = new JsonOption();

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public PingCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.PING);
        options.secure(endpoint, console, "ping");
        UnaryOperator<byte[]> expected =
                Uses.require(endpoint, Use.PING, "ping").client().expectedReply();
        List<Client<byte[], byte[]>> connected = connectAll(endpoint);
        try (TimedCalls calls = new TimedCalls(connected)) {
            PingClients pings = new PingClients(console, endpoint, expected, calls, plan(endpoint));
            Throwable failure = pings.run(connected);
            summary(endpoint, pings, calls.end());
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
            return pings.received() == 0 || pings.lost() > 0 ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private PingClients.Plan plan(Endpoint endpoint) {
        boolean many = clients != null;
        OptionalInt each =
                count != null ? OptionalInt.of(count) : many ? OptionalInt.of(COUNT_OF_CLIENTS) : OptionalInt.empty();
        Duration pause = interval != null ? interval : many ? Duration.ZERO : Duration.ofSeconds(1);
        return new PingClients.Plan(each, pause, endpoint.isDatagram(), many, json.enabled(), quiet);
    }

    private void summary(Endpoint endpoint, PingClients pings, RoundTrips.Judged judged) {
        Optional<Long> planned = pings.plan().count().isPresent()
                ? Optional.of((long) clientCount() * pings.plan().count().getAsInt())
                : Optional.empty();
        if (json.enabled()) {
            console.print(JsonLine.of(JsonLine.Pings.of(endpoint.toString(), planned, pings, judged)));
            return;
        }
        if (!quiet) {
            console.print("");
        }
        PingSummary.lines(endpoint, pings, judged.measured()).forEach(console::print);
    }

    private int clientCount() {
        return clients == null ? 1 : clients;
    }

    /** One after the other, so that client 1 is the server's connection 1, as {@code --think-client} counts. */
    private List<Client<byte[], byte[]>> connectAll(Endpoint endpoint) throws IOException {
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        Duration timeout = endpoint.isDatagram() && clients == null ? DATAGRAM_TIMEOUT : REPLY_TIMEOUT;
        List<Client<byte[], byte[]>> connected = new ArrayList<>();
        try {
            for (int number = 0; number < clientCount(); number++) {
                connected.add(Client.connect(endpoint, protocol, options.clientOptions(timeout)));
            }
            return connected;
        } catch (IOException e) {
            for (Client<byte[], byte[]> client : connected) {
                client.close();
            }
            throw e;
        }
    }
}
