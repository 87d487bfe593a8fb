package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.Uses;
import dev.parley.cli.shell.VerdictText;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.load.RoundTrips;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Pings a pong server with one or many clients at once.",
            "",
            "  parley ping                                     10 pings to pong://127.0.0.1:8000",
            "  parley ping pong --clients 5                    five clients, ten pings each",
            "  parley ping pong+udp://:8000 --count 1000",
            ""
        })
public final class PingCommand implements Callable<Integer> {
    /** On sequential a client waits until those before it have left, however long the service thinks. */
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);

    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENDPOINT", description = "default: pong://127.0.0.1:8000")
    String endpointText = "pong";

    @Option(
            names = {"-c", "--clients", "--num-clients"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            defaultValue = "1",
            description = "clients in parallel (default: 1)")
    int clients = 1;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            defaultValue = "10",
            description = "pings of each client (default: 10)")
    int count = 10;

    @Mixin
    JsonOption json = new JsonOption();

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    public PingCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.PING);
        UnaryOperator<byte[]> expected =
                Uses.require(endpoint, Use.PING, "ping").client().expectedReply();
        Predicate<byte[]> right =
                expected == null ? reply -> true : reply -> Arrays.equals(reply, expected.apply(PING.clone()));
        List<Client<byte[], byte[]>> connected = connectAll(endpoint);
        try (TimedCalls calls = new TimedCalls(connected)) {
            pingAll(connected, right, calls);
            return summary(endpoint, calls.end());
        }
    }

    private int summary(Endpoint endpoint, RoundTrips.Judged judged) throws Exception {
        long answered = judged.measured().service().count();
        long lost = judged.measured().unanswered();
        long planned = (long) clients * count;
        if (json.enabled()) {
            console.print(JsonLine.of(JsonLine.Summary.of(endpoint.toString(), planned, judged, Optional.empty())));
        } else {
            console.print("round trip: " + TimedCalls.text(judged) + " (" + answered + " of " + planned
                    + " pings answered" + (lost == 0 ? "" : ", " + lost + " lost") + ")");
            console.print(VerdictText.of(judged.verdict()));
        }
        Throwable failure = failures.peek();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        return answered == 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    /** One after the other, so that client 1 is the server's connection 1, as {@code --think-client} counts. */
    private List<Client<byte[], byte[]>> connectAll(Endpoint endpoint) throws IOException {
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        List<Client<byte[], byte[]>> connected = new ArrayList<>();
        try {
            for (int number = 0; number < clients; number++) {
                connected.add(Client.connect(endpoint, protocol, options.clientOptions(REPLY_TIMEOUT)));
            }
            return connected;
        } catch (IOException e) {
            for (Client<byte[], byte[]> client : connected) {
                client.close();
            }
            throw e;
        }
    }

    private void pingAll(List<Client<byte[], byte[]>> connected, Predicate<byte[]> right, TimedCalls calls)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < clients; number++) {
            int client = number;
            threads.add(Thread.ofVirtual().start(() -> ping(client, connected.get(client), right, calls)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void ping(int number, Client<byte[], byte[]> connected, Predicate<byte[]> right, TimedCalls calls) {
        try (connected) {
            for (int i = 1; i <= count && !calls.stopped() && !console.outputGone(); i++) {
                TimedCalls.Call call = calls.call(number, PING, right);
                byte[] reply = call.reply();
                String text = PrintableText.of(new String(reply, StandardCharsets.UTF_8));
                if (!right.test(reply)) {
                    throw new Failure(ExitCode.FAILED, "the server answered something else: " + text);
                }
                if (json.enabled()) {
                    console.print(JsonLine.of(JsonLine.Pinged.of(number, i, reply, call.nanos())));
                } else {
                    console.print("client " + number + ": " + text + " " + i);
                }
            }
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            if (!calls.stopped()) {
                failures.add(e);
            }
        }
    }
}
