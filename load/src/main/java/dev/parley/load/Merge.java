package dev.parley.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

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
     * @return the only run as it is; else environment and begin of the first, and no line of time
     */
    public static LoadResult of(List<LoadResult> runs) {
        LoadResult first = runs.getFirst();
        if (runs.size() == 1) {
            return first;
        }
        List<LoadResult.Measured> parts =
                runs.stream().map(LoadResult::measured).toList();
        return LoadResult.of(first.setting(), first.environment(), first.startedAt(), measured(parts), List.of());
    }

    private static LoadResult.Measured measured(List<LoadResult.Measured> parts) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, sum(parts, part -> part.count(outcome)));
        }
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, sum(parts, part -> part.count(counter)));
        }
        return new LoadResult.Measured(
                parts.getFirst().closedLoop(),
                parts.stream().mapToInt(LoadResult.Measured::clients).sum(),
                parts.stream()
                        .mapToInt(LoadResult.Measured::clientsWithoutReply)
                        .sum(),
                added(parts, LoadResult.Measured::response),
                added(parts, LoadResult.Measured::service),
                added(parts, LoadResult.Measured::lateness),
                added(parts, LoadResult.Measured::hiccups),
                outcomes,
                counters,
                sum(parts, LoadResult.Measured::measuredNanos),
                sum(parts, LoadResult.Measured::plannedNanos),
                sum(parts, LoadResult.Measured::collections),
                sum(parts, LoadResult.Measured::collectionMillis),
                said(parts, LoadResult.Measured::endedEarly),
                said(parts, LoadResult.Measured::samplesFailure),
                meanJitter(parts));
    }

    /** Jitter is a mean over clients in each run, so that of all runs is the mean again. */
    private static OptionalLong meanJitter(List<LoadResult.Measured> parts) {
        OptionalDouble mean = parts.stream()
                .flatMapToLong(part -> part.jitterNanos().stream())
                .average();
        return mean.isPresent() ? OptionalLong.of(Math.round(mean.getAsDouble())) : OptionalLong.empty();
    }

    private static long sum(List<LoadResult.Measured> parts, ToLongFunction<LoadResult.Measured> of) {
        return parts.stream().mapToLong(of).sum();
    }

    private static Latencies added(List<LoadResult.Measured> parts, Function<LoadResult.Measured, Latencies> of) {
        Latencies all = new Latencies();
        parts.forEach(part -> all.add(of.apply(part)));
        return all;
    }

    private static String said(List<LoadResult.Measured> parts, Function<LoadResult.Measured, String> of) {
        return parts.stream().map(of).filter(text -> !text.isEmpty()).distinct().collect(Collectors.joining("; "));
    }
}
