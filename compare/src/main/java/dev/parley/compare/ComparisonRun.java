package dev.parley.compare;

import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.client.ServerAddress;
import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Starts the servers of a comparison, warms them, and loads one after another. One thread runs it; {@link #stop} is for any.
 * A server that fails costs only its own rounds.
 */
public final class ComparisonRun implements AutoCloseable {
    /** A launcher may have to build first. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    /** How soon a stop is noticed. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** A target on its way. */
    private static final class Lane {
        final Target target;
        final List<LoadResult> results = new ArrayList<>();
        final List<String> failures = new ArrayList<>();

        @Nullable
        ServerProcess process;

        Endpoint endpoint;
        boolean lost;

        Lane(Target target) {
            this.target = target;
            this.endpoint = target.endpoint();
        }
    }

    private final Function<Endpoint, LoadSpec> loads;
    private final Function<Target, Environment> environments;
    private final ComparisonListener listener;
    private final List<Lane> lanes;
    private final ServerProcesses servers;
    private volatile String endedEarly = "";

    /**
     * A run; starts nothing yet.
     *
     * @param loads the load for an endpoint
     * @param environments where the results of a target were measured
     * @param parley the command that starts Parley with these words
     */
    public ComparisonRun(
            List<Target> targets,
            Function<Endpoint, LoadSpec> loads,
            Function<Target, Environment> environments,
            UnaryOperator<List<String>> parley,
            ComparisonListener listener) {
        this.lanes = targets.stream().map(Lane::new).toList();
        this.loads = loads;
        this.environments = environments;
        this.servers = new ServerProcesses(parley);
        this.listener = listener;
    }

    /** The load under way is given up, and nothing more is measured. Any thread. */
    public void stop(String reason) {
        endedEarly = reason;
    }

    /** Why it was stopped; empty when it was not. */
    public String endedEarly() {
        return endedEarly;
    }

    /** True after {@link #stop}. */
    public boolean stopped() {
        return !endedEarly.isEmpty();
    }

    /**
     * Starts all servers and waits until each is ready. A running one is looked for first; over UDP nothing shows whether it is
     * there.
     *
     * @throws CannotConnectException when a running one is not there
     * @throws ServerStartException when one does not come up
     */
    public void startServers() throws IOException, InterruptedException {
        for (Lane lane : lanes) { // before any other is started and warmed
            if (lane.target.isRunning() && lane.endpoint.transport() == Transport.TCP) {
                connectOnce(loads.apply(lane.endpoint));
            }
        }
        for (Lane lane : lanes) {
            if (!lane.target.isRunning()) {
                lane.process = servers.start(lane.target.serveWords());
            }
        }
        for (Lane lane : lanes) {
            if (lane.process != null) {
                lane.endpoint = lane.process.awaitReady(lane.target.label(), READY_WITHIN);
            }
        }
    }

    /** Without TLS it ends with a reset: no service takes a connection without a byte for a message then. */
    private static void connectOnce(LoadSpec load) throws IOException {
        Endpoint endpoint = load.endpoint();
        SSLContext tls = load.tls();
        if (tls != null) {
            ClientOptions options =
                    ClientOptions.DEFAULT.withTimeout(CONNECT_WITHIN).withTls(tls);
            Client.connect(endpoint, load.protocol(), options).close();
            return;
        }
        SocketAddress address = ServerAddress.of(endpoint, CONNECT_WITHIN);
        try (Socket socket = new Socket()) {
            socket.setSoLinger(true, 0);
            socket.connect(address, (int) CONNECT_WITHIN.toMillis());
        } catch (IOException e) {
            throw new CannotConnectException(endpoint, "is a server listening there?");
        }
    }

    /**
     * Loads each server without measuring. One started here gets a closed loop, which has its code compiled soonest; one that ran
     * before us gets no more than the load itself.
     *
     * @throws CannotConnectException when a server is not there
     */
    public void warm(Duration time) throws IOException, InterruptedException {
        for (Lane lane : lanes) {
            if (stopped() || time.isZero()) {
                return;
            }
            listener.warming(lane.target);
            LoadSpec spec = loads.apply(lane.endpoint);
            LoadSpec warming = (lane.target.isRunning() ? spec : spec.onSchedule(null)).lasting(Duration.ZERO, time);
            try (LoadRun run = LoadRun.start(warming, null)) {
                await(run, System.nanoTime() + time.toNanos());
            }
        }
    }

    /** Runs the loads in their order; blocks until the last has ended. */
    public void measure(List<PlannedRun> runs) throws IOException, InterruptedException {
        for (int i = 0; i < runs.size() && !stopped(); i++) {
            PlannedRun planned = runs.get(i);
            Lane lane = lanes.stream()
                    .filter(r -> r.target.equals(planned.target()))
                    .findFirst()
                    .orElseThrow();
            if (!lane.lost) {
                measure(lane, planned, runs.size() - i - 1);
            }
        }
    }

    private void measure(Lane lane, PlannedRun planned, int runsLeft) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (LoadRun run = LoadRun.start(loads.apply(lane.endpoint), null)) {
            await(run, Long.MAX_VALUE);
            if (!stopped()) {
                LoadResult result = run.result(environments.apply(lane.target));
                lane.results.add(result);
                listener.measured(planned, result, System.nanoTime() - start, runsLeft);
            }
        } catch (CannotConnectException e) {
            if (!stopped()) {
                fail(lane, "round " + planned.round() + ": " + e.getMessage());
            }
        }
        if (!stopped() && lane.process != null && !lane.process.alive()) {
            lane.lost = true;
            fail(lane, "its server is gone since round " + planned.round() + ": " + lane.process.ending());
        }
    }

    private void fail(Lane lane, String why) {
        lane.failures.add(why);
        listener.failed(lane.target, why);
    }

    /** Until the run is over, the time is up, or a stop is requested. */
    private void await(LoadRun run, long untilNanoTime) throws InterruptedException {
        while (!run.await(LOOK_EVERY) && System.nanoTime() < untilNanoTime) {
            if (stopped()) {
                return;
            }
        }
    }

    /** What there is so far. */
    public List<TargetResult> results() {
        return lanes.stream()
                .map(lane -> new TargetResult(lane.target, lane.results, lane.failures))
                .toList();
    }

    /** Ends the servers that were started; blocks until they have ended. */
    @Override
    public void close() {
        servers.close();
    }
}
