package dev.parley.cli.serve;

import dev.parley.cli.control.ControlFailureException;
import dev.parley.cli.control.ControlledServer;
import dev.parley.cli.control.EndpointChoice;
import dev.parley.cli.control.FaultWords;
import dev.parley.cli.control.PeerAddress;
import dev.parley.cli.control.ServerStatus;
import dev.parley.cli.control.ServerStatus.EndpointStatus;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FaultOptions;
import dev.parley.cli.shell.LogLevel;
import dev.parley.cli.shell.Version;
import dev.parley.core.Endpoint;
import dev.parley.engine.ServerGroup;
import dev.parley.result.Durations;
import dev.parley.result.NumberText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The actions of {@code ctl} on a server that runs. Any thread.
 *
 * <p>A drain that can be taken back: {@code /readyz} says it at once, new clients are refused {@code --drain-delay} later, and the
 * listeners stay ({@code docs/decisions/0026}).
 */
final class ServerControl implements ControlledServer {
    private final Readiness readiness;
    private final Shutdown shutdown;
    private final Duration drainDelay;
    private final long beganNanos = System.nanoTime();

    private volatile @Nullable Running running;
    /** Counts drains and their ends; behind this object's monitor. A drain that was taken back meanwhile refuses nobody. */
    private long turns;

    private record Running(
            ServerGroup servers, List<String> engines, List<EndpointFaults> faults, Reloading reloading) {}

    ServerControl(Readiness readiness, Shutdown shutdown, Duration drainDelay) {
        this.readiness = readiness;
        this.shutdown = shutdown;
        this.drainDelay = drainDelay;
    }

    /**
     * All listeners are up.
     *
     * @param engines their names, in the order of the servers
     * @param faults theirs, in the same order
     */
    void ready(ServerGroup servers, List<String> engines, List<EndpointFaults> faults, Reloading reloading) {
        running = new Running(servers, List.copyOf(engines), List.copyOf(faults), reloading);
    }

    private Running running() throws ControlFailureException {
        Running now = running;
        if (now == null) {
            throw new ControlFailureException("the server is starting; try again in a moment");
        }
        return now;
    }

    @Override
    public ServerStatus status() {
        List<String> reasons = readiness.reasons();
        Running now = running;
        return new ServerStatus(
                "status",
                Version.line(),
                ProcessHandle.current().pid(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos),
                reasons.isEmpty(),
                reasons,
                readiness.isDrained(),
                now == null ? List.of() : endpoints(now));
    }

    private static List<EndpointStatus> endpoints(Running now) {
        List<Endpoint> endpoints = now.servers.endpoints();
        List<Integer> clients = now.servers.clientsOfEach();
        List<Endpoint> full = now.servers.full();
        List<EndpointStatus> all = new ArrayList<>();
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint endpoint = endpoints.get(i);
            all.add(new EndpointStatus(
                    endpoint.toString(),
                    now.engines.get(i),
                    clients.get(i),
                    full.contains(endpoint),
                    now.faults.get(i).text()));
        }
        return all;
    }

    @Override
    public synchronized String drain() throws ControlFailureException {
        Running now = running();
        if (!readiness.drain()) {
            throw new ControlFailureException(
                    readiness.isStopping() ? "the server is stopping" : "the server is draining already");
        }
        long turn = ++turns;
        if (drainDelay.isZero()) {
            now.servers.admit(false);
            return "Draining: new clients are refused; 'parley ctl undrain' ends that";
        }
        Thread.ofVirtual().name("parley-drain").start(() -> refuseAfterDelay(now.servers, turn));
        return "Draining: new clients are refused in " + Durations.text(drainDelay)
                + "; 'parley ctl undrain' ends that";
    }

    private void refuseAfterDelay(ServerGroup servers, long turn) {
        try {
            Thread.sleep(drainDelay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        synchronized (this) {
            if (turn == turns) {
                servers.admit(false);
            }
        }
    }

    @Override
    public synchronized String undrain() throws ControlFailureException {
        Running now = running();
        if (!readiness.undrain()) {
            throw new ControlFailureException(
                    readiness.isStopping()
                            ? "the server is stopping, which cannot be taken back"
                            : "the server is not draining");
        }
        turns++;
        now.servers.admit(true);
        return "Accepting: new clients are served";
    }

    @Override
    public String stop() throws ControlFailureException {
        if (readiness.isStopping()) {
            throw new ControlFailureException("the server is stopping already");
        }
        return "Stopping: what was received is answered, within " + Durations.text(shutdown.longest());
    }

    @Override
    public void beginStop() {
        shutdown.begin();
    }

    @Override
    public String reload() throws ControlFailureException {
        Reloading reloading = running().reloading();
        if (!reloading.isPossible()) {
            throw new ControlFailureException(
                    "there is nothing to read again: the server has no file of settings (--config), no certificates, no access log and no token");
        }
        Reload.Outcome outcome = reloading.run();
        if (!outcome.done()) {
            throw new ControlFailureException(outcome.text());
        }
        return "Reloaded: " + outcome.text();
    }

    @Override
    public String logLevel(LogLevel level) {
        level.apply();
        return "Log level: " + level.word();
    }

    @Override
    public String faults(FaultWords words) throws ControlFailureException {
        Running now = running();
        List<Endpoint> endpoints = now.servers.endpoints();
        List<Integer> which = EndpointChoice.of(
                words.endpoint(), endpoints.stream().map(Endpoint::toString).toList());
        FaultOptions options = words.faults();
        try {
            options.requireApplicable(which.stream().map(endpoints::get).toList());
        } catch (Failure e) {
            throw new ControlFailureException(String.valueOf(e.getMessage()));
        }
        options.chooseSeed();
        List<String> set = new ArrayList<>();
        for (int i : which) {
            EndpointFaults faults = now.faults.get(i);
            faults.set(options.faults());
            set.add(
                    faults.text().isEmpty()
                            ? "none at " + endpoints.get(i)
                            : faults.text() + " at " + endpoints.get(i));
        }
        return "Faults: " + String.join("; ", set);
    }

    @Override
    public String kick(PeerAddress address) throws ControlFailureException {
        int found = running().servers().disconnect(address);
        if (found == 0) {
            throw new ControlFailureException("there is no connection from " + address);
        }
        return "Kicked: " + NumberText.count(found, "connection") + " from " + address;
    }
}
