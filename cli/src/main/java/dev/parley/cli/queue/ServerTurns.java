package dev.parley.cli.queue;

import dev.parley.cli.shell.NoServerException;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which of several servers is tried next, and when: each that fails is followed by the next one at once, and only when all have failed
 * there is a pause, each longer than the one before. For one thread.
 */
final class ServerTurns {
    private final TubeServers servers;
    private final Backoff backoff = new Backoff();
    /** Since one of them has worked, or since the last pause. */
    private final Map<Endpoint, Exception> failures = new LinkedHashMap<>();

    private int turn;

    ServerTurns(TubeServers servers) {
        this.servers = servers;
    }

    TubeEndpoint current() {
        return servers.all().get(turn);
    }

    /** The current one has done what was asked for. */
    void worked() {
        failures.clear();
        backoff.reset();
    }

    /** The current one has failed: it is the next one's turn. */
    void failed(Exception why) {
        failures.put(current().server(), why);
        turn = (turn + 1) % servers.all().size();
    }

    boolean allFailed() {
        return failures.size() == servers.all().size();
    }

    /** Throws why each has failed. */
    void throwFailures() throws IOException, ProtocolException {
        if (servers.isSeveral()) {
            throw new NoServerException(failures);
        }
        switch (failures.get(current().server())) {
            case IOException e -> throw e;
            case ProtocolException e -> throw e;
            case null, default -> throw new IllegalStateException("no server has failed");
        }
    }

    /** How long to wait before the current one is tried. */
    Duration pause() {
        if (!allFailed()) {
            return Duration.ZERO;
        }
        failures.clear();
        return backoff.pause();
    }
}
