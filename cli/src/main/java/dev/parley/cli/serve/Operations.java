package dev.parley.cli.serve;

import dev.parley.admin.StoreMetrics;
import dev.parley.cli.control.Control;
import dev.parley.cli.control.ControlSocket;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Signals;
import dev.parley.core.Endpoint;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.EngineType;
import dev.parley.engine.ServerGroup;
import dev.parley.engine.ServerListener;
import dev.parley.queue.MessageStore;
import dev.parley.result.JsonDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How those who run servers look at them and control them: {@code --admin} and {@code --control}, where they are set. Any thread. */
final class Operations implements AutoCloseable {
    private final Readiness readiness;
    private final ServerControl control;
    private final @Nullable Administration administration;
    private final @Nullable ControlSocket socket;

    private Operations(
            Readiness readiness,
            ServerControl control,
            @Nullable Administration administration,
            @Nullable ControlSocket socket) {
        this.readiness = readiness;
        this.control = control;
        this.administration = administration;
        this.socket = socket;
    }

    /**
     * Listens where it should.
     *
     * @param drainDelay between what {@code /readyz} says of a drain and the drain
     * @param store that the queues share; null when there is none
     * @throws Failure when it cannot listen, or the token cannot be used
     */
    static Operations start(
            OperationOptions options, Duration drainDelay, @Nullable MessageStore store, Shutdown shutdown)
            throws IOException {
        StoreMetrics ofStore = store == null ? null : new StoreMetrics(store);
        Readiness readiness = new Readiness(ofStore);
        ServerControl controlled = new ServerControl(readiness, shutdown, drainDelay);
        Control control = new Control(controlled);
        Administration administration = options.admin == null
                ? null
                : Administration.start(
                        options.admin, store, readiness, controlled::status, control, options.adminToken());
        String place = options.control;
        try {
            return new Operations(
                    readiness, controlled, administration, place == null ? null : ControlSocket.start(place, control));
        } catch (IOException | RuntimeException e) {
            if (administration != null) {
                administration.close();
            }
            throw e;
        }
    }

    /** Counts what happens at an endpoint, beside another listener. */
    ServerListener counting(Endpoint endpoint, EngineType engine, ServerListener other) {
        return administration == null ? other : administration.counting(endpoint, engine, other);
    }

    /** Times what a service takes. */
    <Q, R> ServiceFactory<Q, R> timing(Endpoint endpoint, EngineType engine, ServiceFactory<Q, R> services) {
        return administration == null ? services : administration.timing(endpoint, engine, services);
    }

    /**
     * All listeners are up: says where those are that this opened.
     *
     * @param engines their names, in the order of the servers
     * @param faults theirs, in the same order
     */
    void ready(
            ServerGroup servers,
            List<String> engines,
            List<EndpointFaults> faults,
            Reloading reloading,
            Console console,
            boolean json) {
        control.ready(servers, engines, faults, reloading);
        readiness.ready(servers);
        if (administration != null) {
            administration.ready(servers.endpoints());
            Signals.onUser(administration::log);
            String url = administration.url();
            announce(console, json, ServeLine.Admin.of(url), "admin " + url);
        }
        if (socket != null) {
            String place = socket.place();
            announce(console, json, ServeLine.Control.of(place), "control " + place);
        }
    }

    private static void announce(Console console, boolean json, Record line, String text) {
        if (json) {
            console.print(JsonDocument.line(line));
        } else {
            console.print(text);
        }
    }

    /** The servers are about to stop. */
    void stopping() {
        readiness.stopping();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        if (administration != null) {
            administration.close();
        }
    }
}
