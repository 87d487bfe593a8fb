package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.core.Endpoint;
import dev.parley.engine.EngineType;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.services.Reverse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the launcher runs once to fill the JVM's cache of loaded classes: servers, and each kind of short command against
 * one, so that later commands find their classes ready.
 */
public final class Training {
    private Training() {}

    /** Prints nothing; what a command answers does not matter here. */
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
        var spec = ServerSpec.of(Endpoint.parse("reverse://127.0.0.1:0"), Reverse.PROTOCOL, Reverse::serve);
        List<EngineType> engines = Engines.all();
        for (EngineType engine : engines) {
            engine.create().start(spec).close();
        }
        try (RunningServer server = engines.getLast().create().start(spec)) {
            String address = "://127.0.0.1:" + server.endpoint().port();
            Main.run(console, "send", "reverse" + address, "Hello");
            Main.run(console, "send", "reverse+udp" + address, "--timeout", "50ms", "Hello");
            Main.run(console, "send", "--no-such-option");
            Main.run(console, "put", "queue" + address, "/dev/null");
            Main.run(console, "get", "queue" + address);
            Main.run(console, "ping", "pong" + address, "--count", "1", "--timeout", "50ms");
            Main.run(console, "--help");
        }
        System.exit(ExitCode.OK);
    }
}
