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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher runs to fill the JVM's caches of loaded classes, so that later commands find their classes ready: {@code talk} for
 * the commands of a client, {@code serve} for all others. A cache holds what was loaded, and what it holds is loaded at each start: a
 * cache of servers would make a short command slower. The second word is an empty folder for what the commands write.
 */
public final class Training {
    private Training() {}

    /** Prints nothing; what a command answers does not matter here. */
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
        if (arguments[0].equals("talk")) {
            talk(console);
        } else {
            serve(console, Path.of(arguments[1]));
            System.exit(ExitCode.OK);
        }
    }

    /** Against a server of a few lines: ours would be in the cache. */
    private static void talk(Console console) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answer(server));
            String address = "://127.0.0.1:" + server.getLocalPort();
            Main.run(console, "send", "reverse" + address, "Hello");
            Main.run(console, "put", "queue" + address, "/dev/null");
            Main.run(console, "get", "queue" + address);
        }
    }

    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[64]);
                client.getOutputStream().write(new byte[] {1, 'x'});
            } catch (IOException e) {
                return; // the commands are done
            }
        }
    }

    private static void serve(Console console, Path scratch) throws IOException {
        var spec = ServerSpec.of(Endpoint.parse("reverse://127.0.0.1:0"), Reverse.PROTOCOL, Reverse::serve);
        for (EngineType engine : Engines.all()) {
            try (RunningServer server = engine.create().start(spec)) {
                Main.run(
                        console,
                        "send",
                        "reverse://127.0.0.1:" + server.endpoint().port(),
                        "Hello");
            }
        }
        Main.run(console, "--help");
        // Standard input is at its end at once.
        Main.run(console, "serve", "--until-eof", "reverse://127.0.0.1:0");
        serveAsConfigured(console, scratch);
    }

    /** As a service manager starts it. */
    private static void serveAsConfigured(Console console, Path scratch) throws IOException {
        Path settings = Files.writeString(scratch.resolve("parley.toml"), """
                [admin]
                address = "127.0.0.1:0"
                [[endpoint]]
                address = "reverse://127.0.0.1:0"
                max-clients = 100
                [[endpoint]]
                address = "beanstalk://127.0.0.1:0"
                """);
        String store = "sqlite:" + scratch.resolve("jobs.db");
        Main.run(console, "serve", "--until-eof", "--config", settings.toString(), "--store", store);
    }
}
