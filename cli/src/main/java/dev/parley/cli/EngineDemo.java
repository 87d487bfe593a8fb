package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.TextTable;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.ProtocolException;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.Engine;
import dev.parley.engine.EngineType;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.result.NumberText;
import dev.parley.services.BlockingDelay;
import dev.parley.services.Pong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The demonstration of seed 002: five clients send ten pings each, and the service is slow for one of them. The table shows
 * when each client had its last pong.
 */
final class EngineDemo {
    private static final int CLIENTS = 5;
    private static final int PINGS = 10;
    private static final Duration THINK = Duration.ofMillis(80);
    private static final long SLOW_CLIENT = 1;
    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);

    private final Console console;

    EngineDemo(Console console) {
        this.console = console;
    }

    void run() throws IOException, InterruptedException {
        console.print("# The service takes " + THINK.toMillis() + " ms for each of client " + SLOW_CLIENT + "'s "
                + PINGS + " pings. Done after:\n");
        List<TextTable.Column> columns = new ArrayList<>(List.of(TextTable.left("engine", 12)));
        for (int client = 0; client < CLIENTS; client++) {
            columns.add(TextTable.right("client " + client, 11));
        }
        TextTable table = new TextTable(0, columns);
        table.lines(List.of()).forEach(console::print);
        for (EngineType engine : Engines.all()) {
            List<String> row = new ArrayList<>(List.of(engine.name()));
            for (long nanos : measure(engine.createFor(CLIENTS))) {
                row.add(NumberText.format("%.0f ms", nanos / 1e6));
            }
            console.print(table.line(row));
        }
        console.print("");
        TextTable.of(TextTable.left("", 12), TextTable.left("", 0))
                .lines(Engines.all().stream()
                        .map(engine -> List.of(engine.name(), engine.about()))
                        .toList())
                .forEach(console::print);
    }

    private static long[] measure(Engine engine) throws IOException, InterruptedException {
        ServiceFactory<byte[], byte[]> pong = Pong.SERVICES.filteredBy(new BlockingDelay(THINK, SLOW_CLIENT));
        var spec = ServerSpec.of(Endpoint.parse("pong://127.0.0.1:0"), Pong.PROTOCOL, pong, Limits.DEFAULT);
        try (RunningServer server = engine.start(spec)) {
            List<Client<byte[], byte[]>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(Client.connect(server.endpoint(), Pong.PROTOCOL));
            }
            return pingAll(clients);
        }
    }

    private static long[] pingAll(List<Client<byte[], byte[]>> clients) throws InterruptedException, IOException {
        long[] doneNanos = new long[CLIENTS];
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < CLIENTS; number++) {
            int client = number;
            threads.add(Thread.ofVirtual().start(() -> {
                try (Client<byte[], byte[]> connected = clients.get(client)) {
                    for (int i = 0; i < PINGS; i++) {
                        connected.call(PING);
                    }
                    doneNanos[client] = System.nanoTime() - start;
                } catch (IOException | ProtocolException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Exception failure = failures.peek();
        if (failure != null) {
            throw new IOException("a client of the demonstration failed: " + failure.getMessage(), failure);
        }
        return doneNanos;
    }
}
