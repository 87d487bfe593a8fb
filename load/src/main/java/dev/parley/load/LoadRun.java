package dev.parley.load;

import dev.parley.client.CannotConnectException;
import dev.parley.client.ServerAddress;
import dev.parley.result.Counter;
import dev.parley.result.Environment;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A load under way. One thread starts it, polls progress, waits, and takes the result; {@link #stop} is for any.
 *
 * <pre>{@code
 * try (LoadRun run = LoadRun.start(spec, null)) {
 *     run.await(Duration.ofMinutes(1));
 *     LoadResult result = run.result(Environment.here("0.1.0", "my test", ""));
 * }
 * }</pre>
 */
public final class LoadRun implements AutoCloseable {
    private final LoadSpec spec;
    private final RunPhases phases;
    private final @Nullable SampleFile samples;
    private final LoadClock clock = new LoadClock();
    private final HiccupMeter hiccupMeter;
    private final List<LoadLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final Instant startedAt = Instant.now();
    private final RunStatistics statistics;
    private final TimelineSampler timelineSampler;
    private volatile String endedEarly = "";

    private LoadRun(LoadSpec spec, @Nullable SampleFile samples) {
        this.spec = spec;
        this.phases = RunPhases.of(spec);
        this.hiccupMeter = new HiccupMeter(clock, phases.measureFromNanos());
        this.samples = samples;
        this.statistics = new RunStatistics(loops, phases.measureFromNanos());
        this.timelineSampler = new TimelineSampler(
                statistics, clock, spec.count() > 0 ? Duration.ZERO : spec.duration(), phases.endNanos());
    }

    /**
     * Refuses what {@link #start} would refuse of a load, without connecting.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static void check(LoadSpec spec) {
        new RequestPool(spec);
    }

    /**
     * Connects all clients and begins; blocks until each is connected or has failed to.
     *
     * @param samples takes every measured request, and is closed by the run; null for none
     * @throws CannotConnectException when no client could connect
     * @throws IllegalArgumentException when these messages do not fit the transport; with a text for the user
     */
    public static LoadRun start(LoadSpec spec, @Nullable SampleFile samples) throws IOException, InterruptedException {
        LoadRun run = new LoadRun(spec, samples);
        boolean begun = false;
        try {
            run.begin();
            begun = true;
            return run;
        } finally {
            if (!begun) {
                run.close();
            }
        }
    }

    private void begin() throws IOException, InterruptedException {
        InetSocketAddress address = ServerAddress.of(spec.endpoint(), spec.replyTimeout());
        RequestPool pool = new RequestPool(spec);
        CountDownLatch connected = new CountDownLatch(spec.threads());
        for (int number = 0; number < spec.threads(); number++) {
            SampleSink sink = samples == null ? SampleSink.NONE : samples.newSink();
            LoopRecorder recorder = new LoopRecorder(phases, sink);
            LoadLoop loop = new LoadLoop(number, spec, address, phases, pool, recorder, clock, connected, go);
            loops.add(loop);
            threads.add(
                    Thread.ofPlatform().name("parley-load-" + number).daemon().start(loop));
        }
        connected.await();
        if (statistics.sum(loop -> loop.recorder().measured().counts.get(Counter.UNCONNECTED)) == spec.clients()) {
            throw new CannotConnectException(spec.endpoint(), "no client could connect; is a server listening there?");
        }
        clock.restart();
        hiccupMeter.start();
        timelineSampler.start();
        go.countDown();
    }

    /** Waits for the end; true when the run is over. */
    public boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            long left = end - System.nanoTime();
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, left));
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }

    /** Ends the run early, with a valid result of what was measured. */
    public void stop(String reason) {
        endedEarly = reason;
        loops.forEach(LoadLoop::stop);
    }

    /** What happened since the last call. */
    public ProgressSnapshot progress() {
        return statistics.progress(clock.now());
    }

    /**
     * What was measured; waits for the end of the run.
     *
     * @throws IllegalStateException when a loop has failed
     */
    public LoadResult result(Environment environment) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        for (LoadLoop loop : loops) {
            RuntimeException failure = loop.failure();
            if (failure != null) {
                throw new IllegalStateException("the load failed: " + failure.getMessage(), failure);
            }
        }
        timelineSampler.end();
        statistics.mark(clock.now());
        LatencyHistogram hiccups = hiccupMeter.end();
        String samplesFailure = samples == null ? "" : samples.close();
        return LoadResult.of(
                spec.setting(), environment, startedAt, measured(hiccups, samplesFailure), statistics.timeline());
    }

    /**
     * The share of its time for which the busiest loop had something to do: near 1, the load generator is to blame
     * for a rate that was not kept, and clients that seem to wait for replies may wait for it to read them. Meaningful
     * when the run is over.
     */
    double busyShare() {
        double busiest = 0;
        for (LoadLoop loop : loops) {
            double whole = Math.max(1, loop.endedSendingNanos());
            busiest = Math.max(busiest, 1 - loop.idleNanos() / whole);
        }
        return busiest;
    }

    private LoadResult.Measured measured(LatencyHistogram hiccups, String samplesFailure) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    statistics.sum(loop -> loop.recorder().measured().counts.get(outcome)));
        }
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(
                    counter,
                    statistics.sum(loop -> loop.recorder().measured().counts.get(counter)));
        }
        long ended = endedSendingNanos();
        long measuredNanos = Math.max(0, ended - phases.measureFromNanos());
        long plannedNanos =
                phases.closedLoop() ? measuredNanos : Math.min(ended, phases.endNanos()) - phases.measureFromNanos();
        String early = endedEarly;
        if (early.isEmpty() && loops.stream().anyMatch(LoadLoop::gaveUp)) {
            early = "no reply for twice the timeout";
        }
        return new LoadResult.Measured(
                phases.closedLoop(),
                spec.clients(),
                loops.stream().mapToInt(LoadLoop::clientsWithoutReply).sum(),
                statistics.response(),
                statistics.service(),
                statistics.lateness(),
                hiccups,
                outcomes,
                counters,
                measuredNanos,
                Math.max(0, plannedNanos),
                hiccupMeter.collectionsSince(),
                hiccupMeter.collectionMillisSince(),
                early,
                samplesFailure,
                jitterNanos());
    }

    /** Empty where the measured phase has too few replies for one: that of the warm-up alone is not the run's. */
    private OptionalLong jitterNanos() {
        if (statistics.service().count() < 2) {
            return OptionalLong.empty();
        }
        OptionalDouble mean =
                loops.stream().flatMapToDouble(LoadLoop::jitterNanos).average();
        return mean.isPresent() ? OptionalLong.of(Math.round(mean.getAsDouble())) : OptionalLong.empty();
    }

    private long endedSendingNanos() {
        return loops.stream().mapToLong(LoadLoop::endedSendingNanos).max().orElse(0);
    }

    /** Ends everything at once; blocks until it has. */
    @Override
    public void close() {
        loops.forEach(LoadLoop::stop);
        go.countDown();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            hiccupMeter.end();
            timelineSampler.end();
            if (samples != null) {
                samples.close();
            }
        } catch (InterruptedException e) { // all threads are daemons and about to end
            Thread.currentThread().interrupt();
        }
    }
}
