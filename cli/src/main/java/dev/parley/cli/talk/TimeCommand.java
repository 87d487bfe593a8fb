package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.LogOptions;
import dev.parley.cli.shell.Uses;
import dev.parley.cli.shell.VerdictText;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.load.RoundTrips;
import dev.parley.result.LatencyHistogram;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "time",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Sends UUIDs to a timer, one at a time, and sums up what both sides measured.",
            "",
            "  parley time                                     10 messages to timer://127.0.0.1:47945",
            "  parley time timer --count 100 --log-dir logs",
            "  parley time timer+udp://10.0.0.7:47945",
            ""
        })
public final class TimeCommand implements Callable<Integer> {
    private static final Pattern REPLY = Pattern.compile("UUID: (.{36}) received after ([0-9]+\\.[0-9]+) seconds");
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENDPOINT", description = "default: timer://127.0.0.1:47945")
    String endpointText = "timer";

    @Option(
            names = {"-n", "--count", "--num_msgs"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            defaultValue = "10",
            description = "messages (default: 10)")
    int count = 10;

    @Mixin
    JsonOption json = new JsonOption();

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    @Mixin
    LogOptions logOptions = new LogOptions();

    private final LatencyHistogram serverDeltas = new LatencyHistogram();
    private int sent;
    private int received;

    public TimeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException, InterruptedException {
        logOptions.apply("time");
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.TIME);
        options.secure(endpoint, console, "time");
        Uses.require(endpoint, Use.TIME, "time");
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options.clientOptions());
                TimedCalls calls = new TimedCalls(List.of(client))) {
            try {
                exchangeAll(calls);
            } finally {
                summary(endpoint, calls.end());
            }
            return received == 0 ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private void exchangeAll(TimedCalls calls) throws IOException, ProtocolException {
        try {
            for (int i = 0; i < count && !calls.stopped() && !console.outputGone(); i++) {
                exchange(calls, UUID.randomUUID().toString());
            }
        } catch (IOException e) {
            if (!calls.stopped()) {
                throw e;
            }
        }
    }

    private void summary(Endpoint endpoint, RoundTrips.Judged judged) {
        if (json.enabled()) {
            Optional<JsonLine.Latencies> server = Optional.of(JsonLine.Latencies.of(serverDeltas));
            console.print(JsonLine.of(JsonLine.Summary.of(endpoint.toString(), count, judged, server)));
            return;
        }
        console.print("sent " + sent + ", received " + received);
        console.print("round trip: " + TimedCalls.text(judged));
        console.print("server deltas: " + TimedCalls.text(serverDeltas));
        console.print(VerdictText.of(judged.verdict()));
    }

    private void exchange(TimedCalls calls, String uuid) throws IOException, ProtocolException {
        log("sending " + uuid);
        sent++;
        TimedCalls.Call call = calls.call(0, uuid.getBytes(StandardCharsets.US_ASCII), bytes -> answers(bytes, uuid));
        String text = text(call.reply());
        log("received " + text);
        Matcher matcher = REPLY.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(uuid)) {
            throw new Failure(ExitCode.FAILED, "the server answered something else: " + text);
        }
        received++;
        long serverNanos = Math.round(Double.parseDouble(matcher.group(2)) * NANOS_PER_SECOND);
        serverDeltas.record(serverNanos);
        if (json.enabled()) {
            console.print(JsonLine.of(JsonLine.Timed.of(received, call.reply(), serverNanos, call.nanos())));
        } else {
            console.print(text);
        }
    }

    private static boolean answers(byte[] reply, String uuid) {
        Matcher matcher = REPLY.matcher(text(reply));
        return matcher.matches() && matcher.group(1).equals(uuid);
    }

    private static String text(byte[] reply) {
        return PrintableText.of(new String(reply, StandardCharsets.UTF_8));
    }

    private void log(String text) {
        if (logOptions.enabled()) {
            System.getLogger("dev.parley.time").log(System.Logger.Level.INFO, text);
        }
    }
}
