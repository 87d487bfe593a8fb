package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.LogSettings;
import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import dev.parley.services.Serving;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = {
            "Everything once, in less than a minute: serves all five systems on free ports in this process, talks to",
            "each, shows what an engine changes, and measures it.",
            "",
            "  parley demo",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Samples enough for the p99 it shows, and no more: 3 rounds of 400. A demonstration does not wait until all code is compiled. */
    private static final String[] COMPARISON =
            ("compare reverse --engines selector,virtual --rate 500 --clients 3 --duration 800ms"
                            + " --warmup-limit 1s --first-warmup 1s")
                    .split(" ");

    /** The program that is shown. */
    interface Program {
        int run(Console console, String... words);
    }

    private final Console console;
    private final Program program;
    private final Map<String, RunningServer> servers = new LinkedHashMap<>();

    DemoCommand(Console console, Program program) {
        this.console = console;
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        LogSettings.quiet();
        console.print("# The five systems, each on a free port, and the commands that talk to them.");
        try {
            for (ServiceType<?, ?> type : Catalog.seeds()) {
                servers.put(type.name(), start(type));
            }
            servers.values().forEach(server -> console.print("ready " + server.endpoint()));
            talk();
        } finally {
            servers.values().forEach(server -> server.stop(GRACE));
        }
        console.print("\n# One slow client among five (seed 002): which clients wait for it depends on the engine.");
        new EngineDemo(console).run();
        console.print("\n# The same load on two engines, each in a process of its own.");
        run("", COMPARISON);
        return ExitCode.OK;
    }

    private <Q, R> RunningServer start(ServiceType<Q, R> type) throws IOException {
        Endpoint endpoint = Endpoints.complete(type.name()).withPort(0);
        ServiceSettings settings = ServiceSettings.of(Transport.TCP).withStop(true, () -> stop(type.name()));
        Serving serving = type.serving();
        return Engines.named(serving.engine(Transport.TCP))
                .orElseThrow()
                .createFor(serving.threads())
                .start(ServerSpec.of(
                        endpoint,
                        type.protocol().apply(Transport.TCP),
                        type.opening().apply(settings),
                        serving.limits()));
    }

    private void stop(String name) {
        Thread.ofVirtual().start(() -> {
            RunningServer server = servers.get(name);
            if (server != null) {
                server.stop(GRACE);
            }
        });
    }

    private void talk() throws InterruptedException, IOException {
        run("", "send", at("reverse"), "Hello, world");
        run("This is message one. I am 41 characters.\n", "put", at("queue"));
        run("", "get", at("queue"));
        run("", "get", at("queue"));
        run("", "ping", at("pong"), "--count", "3", "--interval", "200ms");
        run("", "time", at("timer"), "--count", "3");
        run("", "send", at("encoder"), "noël 👩‍🚀");
        run("", "load", at("reverse"), "--rate", "500", "--clients", "3", "--duration", "4s", "--warmup-limit", "2s");
        run("", "stop", at("encoder"));
    }

    private String at(String name) {
        RunningServer server = servers.get(name);
        return server == null ? name : server.endpoint().toString();
    }

    /** Runs a command as the shell would, in this process. */
    private void run(String input, String... words) throws InterruptedException, IOException {
        List<String> shown = new ArrayList<>();
        for (String word : words) {
            shown.add(word.indexOf(' ') < 0 ? word : "'" + word + "'");
        }
        String pipe = input.isEmpty() ? "" : "echo '" + input.strip() + "' | ";
        console.print("\n$ " + pipe + "parley " + String.join(" ", shown));
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        program.run(console.showing(in), words);
    }
}
