package dev.parley.result;

import dev.parley.result.LoadResult.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Several runs of one setting as one result: histograms and counts are added, times are added, the verdict is found anew. A
 * percentile of the whole is read from the added histogram; an average of percentiles is none.
 */
public final class Merge {
    private Merge() {}

    /**
     * Runs as one.
     *
     * @param runs one or more, of equal settings but for the endpoint's port
     * @return the only run as it is; else setting, environment and begin of the first, and no timeline
     */
    public static LoadResult of(List<LoadResult> runs) {
        LoadResult first = runs.getFirst();
        if (runs.size() == 1) {
            return first;
        }
        Measured measured = measured(runs.stream().map(LoadResult::measured).toList());
        LoadResult merged = LoadResult.of(first.setting(), first.environment(), first.startedAt(), measured, List.of());
        return new LoadResult(
                merged.setting(),
                merged.environment(),
                merged.startedAt(),
                merged.measured(),
                merged.timeline(),
                withReasonsOfRuns(merged.verdict(), runs));
    }

    /** That a run was overloaded is seen in its own timeline alone, that a load generator was lost in its verdict. */
    private static Verdict withReasonsOfRuns(Verdict verdict, List<LoadResult> runs) {
        List<Reason> reasons = new ArrayList<>(verdict.reasons());
        for (Reason.Kind kind : List.of(Reason.Kind.OVERLOADED, Reason.Kind.GENERATOR_LOST)) {
            runs.stream()
                    .flatMap(run -> run.verdict().reasons().stream())
                    .filter(reason -> reason.kind() == kind)
                    .findFirst()
                    .ifPresent(reasons::add);
        }
        return new Verdict(reasons, verdict.notes(), verdict.reported());
    }

    /**
     * Numbers as one.
     *
     * @param rounds of the same load; none give an empty measurement
     */
    public static Measured measured(List<Measured> rounds) {
        return new Measured(
                rounds.stream().anyMatch(Measured::closedLoop),
                rounds.stream().mapToInt(Measured::clients).max().orElse(0),
                rounds.stream().mapToInt(Measured::clientsWithoutReply).max().orElse(0),
                added(rounds, Measured::response),
                added(rounds, Measured::service),
                added(rounds, Measured::lateness),
                added(rounds, Measured::ideal),
                added(rounds, Measured::slotWait),
                added(rounds, Measured::connect),
                added(rounds, Measured::handshake),
                byDueTime(rounds.stream().map(Measured::byDueTime).toList()),
                process(rounds.stream().map(Measured::process).toList()),
                outcomes(rounds),
                counters(rounds, Merge::largest),
                rounds.stream().mapToLong(Measured::measuredNanos).sum(),
                rounds.stream().mapToLong(Measured::plannedNanos).sum(),
                warmUp(rounds.stream().map(Measured::warmUp).toList()),
                texts(rounds, Measured::endedEarly),
                texts(rounds, Measured::samplesFailure),
                meanJitter(rounds),
                ServerCpu.sum(rounds.stream().map(Measured::serverCpu).toList()),
                StepTimes.added(rounds.stream().map(Measured::steps).toList()));
    }

    private static OwnProcess process(List<OwnProcess> rounds) {
        return new OwnProcess(
                added(rounds, OwnProcess::hiccups),
                rounds.stream().mapToLong(OwnProcess::collections).sum(),
                rounds.stream().mapToLong(OwnProcess::collectionMillis).sum(),
                rounds.stream().mapToLong(OwnProcess::runDelayNanos).sum(),
                rounds.stream().mapToLong(OwnProcess::pressureNanos).sum(),
                rounds.stream().mapToLong(OwnProcess::stolenNanos).sum());
    }

    static WarmUp warmUp(List<WarmUp> rounds) {
        return new WarmUp(
                rounds.stream().mapToLong(WarmUp::nanos).max().orElse(0),
                rounds.stream().allMatch(WarmUp::ready));
    }

    static <T> LatencyHistogram added(List<T> rounds, Function<T, LatencyHistogram> clock) {
        LatencyHistogram sum = new LatencyHistogram();
        rounds.forEach(round -> sum.add(clock.apply(round)));
        return sum;
    }

    /** Over the time since each run began. Empty where not every run has it, or their intervals do not fit into each other. */
    static LatencyByDueTime byDueTime(List<LatencyByDueTime> rounds) {
        LatencyByDueTime sum = LatencyByDueTime.of(Duration.ZERO);
        boolean all = rounds.stream().allMatch(round -> round.intervals() > 0);
        if (all && rounds.stream().allMatch(round -> round.fits(rounds.getFirst()))) {
            rounds.forEach(sum::add);
        }
        return sum;
    }

    static Map<Outcome, Long> outcomes(List<Measured> rounds) {
        Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            sums.put(outcome, rounds.stream().mapToLong(m -> m.count(outcome)).sum());
        }
        return sums;
    }

    /**
     * Counts added up.
     *
     * @param unconnected what becomes of the clients without a connection, which are the same ones in rounds after each other
     */
    static Map<Counter, Long> counters(List<Measured> rounds, ToLongFunction<LongStream> unconnected) {
        Map<Counter, Long> sums = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            LongStream counts = rounds.stream().mapToLong(m -> m.count(counter));
            sums.put(counter, counter == Counter.UNCONNECTED ? unconnected.applyAsLong(counts) : sum(counts));
        }
        return sums;
    }

    static long sum(LongStream counts) {
        return counts.sum();
    }

    private static long largest(LongStream counts) {
        return counts.max().orElse(0);
    }

    static String texts(List<Measured> rounds, Function<Measured, String> text) {
        return rounds.stream().map(text).filter(t -> !t.isEmpty()).distinct().collect(Collectors.joining("; "));
    }

    /** Jitter is a mean over clients in each round, so that of all rounds is the mean again. */
    private static OptionalLong meanJitter(List<Measured> rounds) {
        OptionalDouble mean = rounds.stream()
                .flatMapToLong(round -> round.jitterNanos().stream())
                .average();
        return mean.isPresent() ? OptionalLong.of(Math.round(mean.getAsDouble())) : OptionalLong.empty();
    }
}
