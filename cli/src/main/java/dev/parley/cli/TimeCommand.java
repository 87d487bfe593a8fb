package dev.parley.cli;

import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.LogText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
final class TimeCommand implements Callable<Integer> {
    private static final Pattern REPLY = Pattern.compile("UUID: (.{36}) received after ([0-9]+\\.[0-9]+) seconds");
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENDPOINT", description = "default: timer://127.0.0.1:47945")
    String endpointText = "timer";

    @Option(
            names = {"--count", "--num_msgs"},
            paramLabel = "N",
            converter = Units.CountConverter.class,
            defaultValue = "10",
            description = "messages (default: 10)")
    int count = 10;

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    @Mixin
    LogOptions logOptions = new LogOptions();

    private final RoundTrips roundTrips = new RoundTrips();
    private final RoundTrips serverDeltas = new RoundTrips();
    private int sent;

    TimeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        logOptions.apply("time");
        Endpoint endpoint = Endpoints.completeForClient(endpointText);
        if (!endpoint.service().equals("timer")) {
            throw new Failure(ExitCode.USAGE, "'parley time' speaks to a timer, not to " + endpoint.service());
        }
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing);
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options.clientOptions())) {
            for (int i = 0; i < count; i++) {
                exchange(client, UUID.randomUUID().toString());
            }
            return ExitCode.OK;
        } finally {
            if (sent > 0) {
                console.print("sent " + sent + ", received " + roundTrips.count());
                console.print("round trip: " + roundTrips.summary());
                console.print("server deltas: " + serverDeltas.summary());
            }
        }
    }

    private void exchange(Client<byte[], byte[]> client, String uuid) throws IOException, ProtocolException {
        log("sending " + uuid);
        long start = System.nanoTime();
        sent++;
        byte[] reply = client.call(uuid.getBytes(StandardCharsets.US_ASCII));
        long nanos = System.nanoTime() - start;
        String text = LogText.of(new String(reply, StandardCharsets.UTF_8));
        log("received " + text);
        Matcher matcher = REPLY.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(uuid)) {
            throw new Failure(ExitCode.FAILED, "the server answered something else: " + text);
        }
        roundTrips.add(nanos);
        serverDeltas.add(Math.round(Double.parseDouble(matcher.group(2)) * NANOS_PER_SECOND));
        console.print(text);
    }

    private void log(String text) {
        if (logOptions.asked()) {
            System.getLogger("dev.parley.time").log(System.Logger.Level.INFO, text);
        }
    }
}
