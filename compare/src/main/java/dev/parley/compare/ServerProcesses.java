package dev.parley.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** The servers this process has started. None of them outlives it. */
final class ServerProcesses implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final UnaryOperator<List<String>> parley;
    private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
    /** For an end from outside, such as SIGHUP; for what runs no hooks there is {@code --until-eof}. */
    private final Thread atExit = new Thread(() -> servers.forEach(ServerProcess::kill), "parley-servers-exit");

    /** @param parley the command that starts Parley with these words */
    ServerProcesses(UnaryOperator<List<String>> parley) {
        this.parley = parley;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @param words what follows {@code parley} */
    ServerProcess start(List<String> words) throws IOException {
        List<String> all = new ArrayList<>(words);
        all.add("--until-eof");
        ServerProcess server = ServerProcess.start(parley.apply(all));
        servers.add(server);
        return server;
    }

    /** Ends all of them, gracefully where there is time; blocks until they have ended. */
    @Override
    public void close() {
        servers.forEach(ServerProcess::closeInput);
        long deadline = System.nanoTime() + GRACE.toNanos();
        servers.forEach(server -> server.awaitEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))));
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // the hook is running already
        }
    }
}
