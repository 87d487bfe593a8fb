package dev.parley.engine.jdk;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractServers;

/**
 * A server in a process of its own, for what would hurt the test's process: an echo on an engine, until the standard input
 * ends. It prints its port.
 */
final class ServerProcess {
    private ServerProcess() {}

    public static void main(String[] args) throws Exception {
        Engine engine = switch (args[0]) {
            case "selector" -> new SelectorEngine(1);
            case "threads" -> ThreadEngine.threads(64);
            default -> ThreadEngine.virtual();
        };
        try (RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request))) {
            System.out.println(server.endpoint().port());
            while (System.in.read() >= 0) {}
        }
    }
}
