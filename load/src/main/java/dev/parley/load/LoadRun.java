package dev.parley.load;

import dev.parley.client.CannotConnectException;
import dev.parley.result.Counter;
import dev.parley.result.Environment;
import dev.parley.result.IntervalTimes;
import dev.parley.result.Judge;
import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.OwnProcess;
import dev.parley.result.ServerCpu;
import dev.parley.result.StepTimes;
import dev.parley.result.Verdict;
import dev.parley.result.WarmUp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final Share share;
    private final CommonStart commonStart;
    private final @Nullable SampleFile samples;
    private final LoadClock clock = new LoadClock();
    private final HiccupMeter hiccupMeter;
    private final RunGate gate;
    private final WarmUpWatch warmUpWatch;
    private final Thread warmUpThread;
    private final List<LoadLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Instant startedAt = Instant.now();
    private final RunStatistics statistics;
    private final TimelineSampler timelineSampler;
    private List<ProcessHandle> serverProcesses = List.of();
    /** Set by the thread that opens the gate for the measured part, read when all loops have ended. */
    private volatile ServerProcesses server = ServerProcesses.from(List.of());

    private volatile String endedEarly = "";
    private volatile boolean stopped;
    private volatile boolean stoppedItself;
    /** Of its first phase, until the second one ends. */
    private volatile long warmUpNanos;

    private LoadRun(LoadSpec spec, @Nullable SampleFile samples, Share share, CommonStart commonStart) {
        this.spec = spec;
        this.share = share;
        this.commonStart = commonStart;
        this.gate =
                new RunGate(spec, share, commonStart.equals(CommonStart.ALONE), this::beginWarmUp, this::beginMeasured);
        this.samples = samples;
        this.hiccupMeter = new HiccupMeter(
                () -> loops.stream().mapToLong(LoadLoop::runDelayNanos).sum(),
                spec.schedule() instanceof Stages stages ? stages.bordersNanos() : List.of());
        this.statistics = new RunStatistics(loops, clock, share.of() > 1);
        this.timelineSampler = new TimelineSampler(
                statistics, clock, measuredDuration(), gate.measured().endNanos());
        this.warmUpWatch = new WarmUpWatch(
                spec.warmUp().toNanos() - RunPhase.rehearsalNanos(spec),
                spec.warmUpLimit().toNanos() - RunPhase.rehearsalNanos(spec),
                clock,
                CompilerTime::now,
                this::behind,
                this::rehearse);
        this.warmUpThread =
                Thread.ofPlatform().daemon().name("parley-load-warmup").unstarted(this::endWarmUp);
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
        return start(spec, samples, Share.WHOLE, CommonStart.ALONE);
    }

    /**
     * Connects the clients of this share and begins, when the other load generators do.
     *
     * @param whole the load of all generators
     * @param samples takes every measured request of this share, and is closed by the run; null for none
     * @throws CannotConnectException when none of these clients could connect
     * @throws IllegalArgumentException when these messages do not fit the transport; with a text for the user
     */
    public static LoadRun start(LoadSpec whole, @Nullable SampleFile samples, Share share, CommonStart commonStart)
            throws IOException, InterruptedException {
        LoadRun run = new LoadRun(whole, samples, share, commonStart);
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
        if (spec.endpoint().isSecured() && spec.tls() == null) {
            throw new IllegalArgumentException(spec.endpoint() + " needs to know whom to trust; this load does not");
        }
        LoadedServers servers = LoadedServers.of(spec);
        RequestPool pool = new RequestPool(spec);
        CountDownLatch connected = new CountDownLatch(share.loops(spec));
        for (int number = share.number(); number < spec.threads(); number += share.of()) {
            SampleSink sink = samples == null ? SampleSink.NONE : samples.newSink();
            LoopRecorder recorder = new LoopRecorder(
                    spec.schedule() == null,
                    measuredDuration(),
                    sink,
                    spec.schedule() instanceof Stages stages ? stages : null,
                    stepNames());
            LoadLoop loop =
                    new LoadLoop(number, spec, servers, pool, recorder, clock, connected, gate, this::mustNotGoOn);
            gate.join();
            loops.add(loop);
            threads.add(
                    Thread.ofPlatform().name("parley-load-" + number).daemon().start(loop));
        }
        connected.await();
        if (statistics.sum(loop -> loop.recorder().counts().get(Counter.UNCONNECTED)) == share.clients(spec)) {
            throw new CannotConnectException(
                    spec.endpoint(),
                    (spec.others().isEmpty() ? "no client could connect" : "no client could connect, nor to the others")
                            + whyNone());
        }
        serverProcesses = servers.processes();
        commonStart.connected();
        clock.restart();
        gate.open();
    }

    private String whyNone() {
        return loops.stream()
                .map(LoadLoop::handshakeFailure)
                .filter(why -> !why.isEmpty())
                .findFirst()
                .map(why -> ": " + why)
                .orElse("; is a server listening there?");
    }

    /** Of its second phase; all loops wait for this. */
    private void beginWarmUp() {
        warmUpNanos = clock.now();
        clock.restart();
        warmUpThread.start();
    }

    private void endWarmUp() {
        try {
            warmUpWatch.await(() -> stopped);
            commonStart.warm();
            gate.warmUp().end(clock.now());
            loops.forEach(LoadLoop::wakeUp);
        } catch (InterruptedException e) { // the run is over
            Thread.currentThread().interrupt();
        }
    }

    private void rehearse() {
        statistics.rehearse();
        loops.forEach(LoadLoop::wakeUp);
    }

    private boolean behind() {
        long lately = clock.now() - WarmUpWatch.STRETCH_MILLIS * 1_000_000;
        return loops.stream().anyMatch(loop -> loop.behindAtNanos() > lately);
    }

    /** All loops wait for this. */
    private void beginMeasured() {
        long rehearsedNanos = warmUpNanos;
        warmUpNanos = spec.warmUp().isZero() ? 0 : rehearsedNanos + clock.now();
        server = ServerProcesses.from(serverProcesses); // takes longer than others should wait
        commonStart.begin();
        hiccupMeter.start();
        statistics.begin();
        timelineSampler.start();
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
        stopped = true;
        loops.forEach(LoadLoop::stop);
        commonStart.release();
    }

    private void mustNotGoOn(String reason) {
        stoppedItself = true;
        stop(reason);
    }

    /** True when the run has ended because it must not go on. */
    boolean stoppedItself() {
        return stoppedItself;
    }

    /** What happened since the last call. */
    public ProgressSnapshot progress() {
        return statistics.progress();
    }

    /**
     * The verdict that what was measured until now has, by the rules of the end; empty while warming up. Requests that wait are not in
     * it yet. What a server on this host waited for, and datagrams that this host dropped, are looked at when the run is over.
     */
    public Optional<Verdict> verdictSoFar() {
        return statistics.soFar((times, timeline) -> Judge.judge(
                measured(times, allSent() ? endedSendingNanos() : clock.now())
                        .process(hiccupMeter.soFar())
                        .build(),
                timeline));
    }

    private boolean allSent() {
        return loops.stream().allMatch(LoadLoop::draining);
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
        Optional<ServerCpu> serverCpu = server.cpu();
        timelineSampler.end();
        statistics.mark(clock.now());
        HiccupMeter.Watched process = hiccupMeter.end();
        String samplesFailure = samples == null ? "" : samples.close();
        LoadResult whole = LoadResult.of(
                share.described(spec).setting(),
                environment,
                startedAt,
                measured(process.whole(), serverCpu, samplesFailure),
                statistics.timeline());
        return spec.schedule() instanceof Stages stages
                ? whole.withStages(
                        StageResults.of(stages, whole, spec, share.clients(spec), stageRecorders(), process.parts()))
                : whole;
    }

    /** What was measured over time, with all times; once there is a result of a share. Empty for a load generator that is alone. */
    public List<IntervalTimes> intervals() {
        return statistics.intervals();
    }

    private List<StageRecorder> stageRecorders() {
        return loops.stream()
                .map(loop -> loop.recorder().byStage())
                .filter(Objects::nonNull)
                .toList();
    }

    private LoadResult.Measured measured(OwnProcess process, Optional<ServerCpu> serverCpu, String samplesFailure) {
        Clocks times = statistics.times();
        return measured(times, Math.max(0, endedSendingNanos()))
                .byDueTime(byDueTime())
                .process(process)
                .samplesFailure(samplesFailure)
                .jitterNanos(jitterNanos(times.service().count()))
                .serverCpu(serverCpu)
                .steps(StepTimes.added(loops.stream()
                        .map(loop -> loop.recorder().steps().times())
                        .toList()))
                .build();
    }

    /** What is known of the run at any time: while it goes on, what is open at that moment stands for what is open at its end. */
    private MeasuredBuilder measured(Clocks times, long measuredNanos) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome, statistics.sum(loop -> loop.recorder().counts().get(outcome)));
        }
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(
                    counter, statistics.sum(loop -> loop.recorder().counts().get(counter)));
        }
        RunPhase phase = gate.measured();
        if (!allSent()) {
            long begun = counters.getOrDefault(phase.closedLoop() ? Counter.SENT : Counter.DUE, 0L);
            long over = outcomes.values().stream().mapToLong(count -> count).sum();
            counters.put(Counter.OPEN_AT_END, Math.max(0, begun - over));
        }
        String early = endedEarly;
        if (early.isEmpty() && loops.stream().anyMatch(LoadLoop::gaveUp)) {
            early = "no reply for twice the timeout";
        }
        return new MeasuredBuilder(times.response(), times.service(), measuredNanos)
                .plannedNanos(phase.closedLoop() ? measuredNanos : Math.min(measuredNanos, phase.endNanos()))
                .closedLoop(phase.closedLoop())
                .clients(
                        share.clients(spec),
                        loops.stream().mapToInt(LoadLoop::clientsWithoutReply).sum())
                .lateness(times.lateness())
                .ideal(times.ideal(), times.slotWait())
                .connect(times.connect())
                .handshake(times.handshake())
                .counts(outcomes, counters)
                .warmUp(new WarmUp(warmUpNanos, spec.warmUp().isZero() || stopped || warmUpWatch.ready()))
                .endedEarly(early);
    }

    /** None where a request is one message. */
    private List<String> stepNames() {
        Cycle cycle = spec.cycle();
        return cycle == null ? List.of() : cycle.steps();
    }

    /** Zero when it is not known before. */
    private Duration measuredDuration() {
        return spec.count() > 0 ? Duration.ZERO : spec.duration();
    }

    private LatencyByDueTime byDueTime() {
        LatencyByDueTime sum = LatencyByDueTime.of(measuredDuration());
        loops.forEach(loop -> sum.add(loop.recorder().byDueTime()));
        return sum;
    }

    /** Empty where the measured phase has too few replies for one: that of the warm-up alone is not the run's. */
    private OptionalLong jitterNanos(long replies) {
        if (replies < 2) {
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
        stopped = true;
        loops.forEach(LoadLoop::stop);
        commonStart.release();
        gate.abandon(); // loops that wait there are stopped behind it
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            warmUpThread.interrupt();
            hiccupMeter.stop();
            timelineSampler.end();
            if (samples != null) {
                samples.close();
            }
        } catch (InterruptedException e) { // all threads are daemons and about to end
            Thread.currentThread().interrupt();
        }
    }
}
