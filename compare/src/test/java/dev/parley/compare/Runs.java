package dev.parley.compare;

import dev.parley.result.Counter;
import dev.parley.result.Environment;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.NamedResult;
import dev.parley.result.Outcome;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs whose distribution is known: nothing is sent, the times are drawn. */
final class Runs {
    static final long MILLI = 1_000_000L;
    static final Environment ENVIRONMENT =
            new Environment("a cpu", 2, "a kernel", "a jdk", "test", "a test", "scripted");
    private static final Setting SETTING = setting(1, 100, 1);
    private static final long SECOND = 1_000_000_000L;

    private final SplittableRandom random;
    private final int requests;
    private final double spreadOfRuns;
    private long made;

    /** @param spreadOfRuns by how much the logarithm of a run's times is off, as a standard deviation */
    Runs(long seed, int requests, double spreadOfRuns) {
        this.random = new SplittableRandom(seed);
        this.requests = requests;
        this.spreadOfRuns = spreadOfRuns;
    }

    /** Log-normal times with a median of so many milliseconds, give or take what differs from run to run. */
    NamedResult run(double medianMillis) {
        double median = medianMillis * MILLI * Math.exp(spreadOfRuns * random.nextGaussian());
        LatencyHistogram response = new LatencyHistogram();
        for (int i = 0; i < requests; i++) {
            response.record(Math.round(median * Math.exp(0.5 * random.nextGaussian())));
        }
        long nanos = Math.round(10 * SECOND * Math.exp(spreadOfRuns * random.nextGaussian()));
        made++;
        return new NamedResult("r" + made, result(Instant.ofEpochSecond(made), response, nanos));
    }

    /** Of an echo load to this port. */
    static Setting setting(int port, int perSecond, int clients) {
        return new Setting(
                "echo+tcp://127.0.0.1:" + port,
                "len8",
                ScheduleKind.CONSTANT,
                "constant " + perSecond + "/s",
                clients,
                1,
                1,
                "64 bytes",
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                0,
                Duration.ofSeconds(2),
                true,
                false);
    }

    RunGroup group(String name, int runs, double medianMillis) {
        List<NamedResult> made = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            made.add(run(medianMillis));
        }
        return RunGroup.of(name, made);
    }

    /** All replies in time, so that service is response time. */
    static LoadResult result(Instant startedAt, LatencyHistogram response, long nanos) {
        LoadResult.Measured measured = new MeasuredBuilder(response, response, nanos)
                .counts(
                        Map.of(Outcome.REPLY, response.count()),
                        Map.of(Counter.DUE, response.count(), Counter.SENT, response.count()))
                .build();
        return LoadResult.of(SETTING, ENVIRONMENT, startedAt, measured, List.of());
    }

    static LoadResult with(LoadResult result, Setting setting) {
        return new LoadResult(
                setting,
                result.environment(),
                result.startedAt(),
                result.measured(),
                result.timeline(),
                result.verdict());
    }

    static LoadResult with(LoadResult result, Environment environment) {
        return new LoadResult(
                result.setting(),
                environment,
                result.startedAt(),
                result.measured(),
                result.timeline(),
                result.verdict());
    }
}
