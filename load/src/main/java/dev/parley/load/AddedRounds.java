package dev.parley.load;

import dev.parley.load.LoadResult.Measured;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Several rounds of one load as one measurement: their histograms added, never their percentiles averaged. */
final class AddedRounds {
    private AddedRounds() {}

    /** @param rounds of the same load; none are a measurement of nothing */
    static Measured of(List<Measured> rounds) {
        return new Measured(
                rounds.stream().anyMatch(Measured::closedLoop),
                rounds.stream().mapToInt(Measured::clients).max().orElse(0),
                rounds.stream().mapToInt(Measured::clientsWithoutReply).max().orElse(0),
                added(rounds, Measured::response),
                added(rounds, Measured::service),
                added(rounds, Measured::lateness),
                added(rounds, Measured::hiccups),
                outcomes(rounds),
                counters(rounds),
                rounds.stream().mapToLong(Measured::measuredNanos).sum(),
                rounds.stream().mapToLong(Measured::plannedNanos).sum(),
                rounds.stream().mapToLong(Measured::collections).sum(),
                rounds.stream().mapToLong(Measured::collectionMillis).sum(),
                texts(rounds, Measured::endedEarly),
                texts(rounds, Measured::samplesFailure));
    }

    private static Latencies added(List<Measured> rounds, Function<Measured, Latencies> clock) {
        Latencies sum = new Latencies();
        rounds.forEach(round -> sum.add(clock.apply(round)));
        return sum;
    }

    private static Map<Outcome, Long> outcomes(List<Measured> rounds) {
        Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            sums.put(outcome, rounds.stream().mapToLong(m -> m.count(outcome)).sum());
        }
        return sums;
    }

    /** The clients are the same ones in each round, so of those without a connection the most are told. */
    private static Map<Counter, Long> counters(List<Measured> rounds) {
        Map<Counter, Long> sums = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            var counts = rounds.stream().mapToLong(m -> m.count(counter));
            sums.put(counter, counter == Counter.UNCONNECTED ? counts.max().orElse(0) : counts.sum());
        }
        return sums;
    }

    private static String texts(List<Measured> rounds, Function<Measured, String> text) {
        return rounds.stream().map(text).filter(t -> !t.isEmpty()).distinct().collect(Collectors.joining("; "));
    }
}
