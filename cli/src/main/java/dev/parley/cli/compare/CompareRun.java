package dev.parley.cli.compare;

import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Launcher;
import dev.parley.cli.shell.Version;
import dev.parley.client.CannotConnectException;
import dev.parley.compare.Rounds;
import dev.parley.compare.Trial;
import dev.parley.core.Endpoint;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts the servers of a comparison, warms them, and loads one after another. One thread runs it; {@link #stop} is for any.
 * A server that fails costs its own rounds and nobody else's.
 */
final class CompareRun implements AutoCloseable {
    /** A launcher may have to build first. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    /** How soon a stop is noticed. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** An entrant on its way. */
    private static final class Runner {
        final Entrant entrant;
        final List<LoadResult> results = new ArrayList<>();
        final List<String> failures = new ArrayList<>();

        @Nullable
        ServerProcess process;

        Endpoint endpoint;
        boolean lost;

        Runner(Entrant entrant) {
            this.entrant = entrant;
            this.endpoint = entrant.endpoint();
        }
    }

    private final Function<Endpoint, LoadSpec> loads;
    private final CompareProgress progress;
    private final String command;
    private final List<Runner> runners;
    private final ServerProcesses servers;
    private volatile String endedEarly = "";

    /** @param loads the load for an endpoint */
    CompareRun(
            List<Entrant> entrants,
            Function<Endpoint, LoadSpec> loads,
            CompareProgress progress,
            String command,
            Launcher launcher) {
        this.servers = new ServerProcesses(launcher);
        this.runners = entrants.stream().map(Runner::new).toList();
        this.loads = loads;
        this.progress = progress;
        this.command = command;
    }

    /** The trial under way is given up, and nothing more is measured. */
    void stop(String reason) {
        endedEarly = reason;
    }

    /** Why; empty when it was not stopped. */
    String endedEarly() {
        return endedEarly;
    }

    boolean stopped() {
        return !endedEarly.isEmpty();
    }

    /**
     * Starts all servers and waits until each is ready.
     *
     * @throws Failure when one does not come up
     */
    void startServers() throws IOException, InterruptedException {
        for (Runner runner : runners) {
            if (!runner.entrant.runs()) {
                runner.process = servers.start(runner.entrant.serveWords());
            }
        }
        for (Runner runner : runners) {
            if (runner.process != null) {
                runner.endpoint = runner.process.awaitReady(runner.entrant.label(), READY_WITHIN);
            }
        }
    }

    /**
     * Loads each server without measuring. One of ours gets a closed loop, which has its code compiled soonest; one that ran
     * before us gets no more than was asked for.
     *
     * @throws CannotConnectException when a server is not there at all
     */
    void warm(Duration time) throws IOException, InterruptedException {
        for (Runner runner : runners) {
            if (stopped() || time.isZero()) {
                return;
            }
            progress.warming(runner.entrant);
            LoadSpec spec = loads.apply(runner.endpoint);
            LoadSpec warming = (runner.entrant.runs() ? spec : spec.onSchedule(null)).lasting(Duration.ZERO, time);
            try (LoadRun run = LoadRun.start(warming, null)) {
                await(run, System.nanoTime() + time.toNanos());
            }
        }
    }

    /** Runs the trials in their order. */
    void measure(List<Trial> trials) throws IOException, InterruptedException {
        for (int i = 0; i < trials.size() && !stopped(); i++) {
            Trial trial = trials.get(i);
            Runner runner = runners.stream()
                    .filter(r -> r.entrant.contender().equals(trial.contender()))
                    .findFirst()
                    .orElseThrow();
            if (!runner.lost) {
                measure(runner, trial, trials.size() - i - 1);
            }
        }
    }

    private void measure(Runner runner, Trial trial, int trialsLeft) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (LoadRun run = LoadRun.start(loads.apply(runner.endpoint), null)) {
            await(run, Long.MAX_VALUE);
            if (!stopped()) {
                LoadResult result = run.result(Environment.here(Version.text(), command, runner.entrant.about()));
                runner.results.add(result);
                progress.measured(runner.entrant, trial.round(), result, System.nanoTime() - start, trialsLeft);
            }
        } catch (CannotConnectException e) {
            if (!stopped()) {
                fail(runner, "round " + trial.round() + ": " + e.getMessage());
            }
        }
        if (!stopped() && runner.process != null && !runner.process.alive()) {
            runner.lost = true;
            fail(runner, "its server is gone since round " + trial.round() + ": " + runner.process.ending());
        }
    }

    private void fail(Runner runner, String why) {
        runner.failures.add(why);
        progress.failed(runner.entrant, why);
    }

    /** Until the run is over, or the time is, or someone asks to stop. */
    private void await(LoadRun run, long untilNanoTime) throws InterruptedException {
        while (!run.await(LOOK_EVERY) && System.nanoTime() < untilNanoTime) {
            if (stopped()) {
                return;
            }
        }
    }

    /** What there is so far. */
    List<Rounds> rows() {
        return runners.stream()
                .map(r -> new Rounds(r.entrant.contender(), r.entrant.about(), r.results, r.failures))
                .toList();
    }

    /** Ends the servers that were started; blocks until they have ended. */
    @Override
    public void close() {
        servers.close();
    }
}
