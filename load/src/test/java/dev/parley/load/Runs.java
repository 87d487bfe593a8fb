package dev.parley.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs whose distribution is known: nothing is sent, the times are drawn. */
final class Runs {
    static final long MILLI = 1_000_000L;
    private static final Environment ENVIRONMENT = Loads.environment();
    private static final Setting SETTING = Setting.of(Loads.echo(1).onSchedule(new ConstantRate(100)));
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
        Latencies response = new Latencies();
        for (int i = 0; i < requests; i++) {
            response.record(Math.round(median * Math.exp(0.5 * random.nextGaussian())));
        }
        long nanos = Math.round(10 * SECOND * Math.exp(spreadOfRuns * random.nextGaussian()));
        made++;
        return new NamedResult("r" + made, result(Instant.ofEpochSecond(made), response, nanos));
    }

    RunGroup group(String name, int runs, double medianMillis) {
        List<NamedResult> made = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            made.add(run(medianMillis));
        }
        return RunGroup.of(name, made);
    }

    /** All replies in time, so that service is response time. */
    static LoadResult result(Instant startedAt, Latencies response, long nanos) {
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
