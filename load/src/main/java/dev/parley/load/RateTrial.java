package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.Rates;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One rate tried.
 *
 * @param number from 1
 * @param perSecond the rate
 * @param confirming true when it is one of the rounds that count, false when it was on the way there
 * @param decision whether the objective was met
 * @param value what was measured of the objective, in nanoseconds or as a number; empty when there were too few replies
 * @param percentileNanos response times, by {@code p50} ...; empty where there were too few replies
 * @param reasons why it was not met, or not decided; none when it was met
 */
public record RateTrial(
        int number,
        double perSecond,
        boolean confirming,
        Decision decision,
        OptionalDouble value,
        Map<String, OptionalLong> percentileNanos,
        double sentPerSecond,
        double repliesPerSecond,
        double keptShare,
        long errors,
        List<Reason> reasons) {
    private static final double NANOS_PER_MILLI = 1e6;

    public RateTrial {
        percentileNanos = Collections.unmodifiableMap(new LinkedHashMap<>(percentileNanos)); // in their order
        reasons = List.copyOf(reasons);
    }

    /**
     * An objective that is met although this process stalled is met: its stalls can only make response times
     * longer. One that is not met may be its own fault.
     */
    static RateTrial of(
            int number,
            double perSecond,
            boolean confirming,
            Objective objective,
            LoadResult.Measured measured,
            Verdict verdict) {
        OptionalDouble value = objective.value(measured);
        List<Reason> serverReasons = new ArrayList<>(missed(objective, value));
        serverReasons.addAll(concerning(objective, verdict, Reason.Blame.SERVER));
        List<Reason> ownReasons = concerning(objective, verdict, Reason.Blame.GENERATOR);
        boolean surelyServer = measured.count(Outcome.WRONG) > 0 || measured.count(Counter.UNCONNECTED) > 0;
        Decision decision = serverReasons.isEmpty()
                ? Decision.PASS
                : surelyServer || ownReasons.isEmpty() ? Decision.FAIL : Decision.UNDECIDED;
        return new RateTrial(
                number,
                perSecond,
                confirming,
                decision,
                value,
                measured.response().percentilesNanos(),
                measured.sentPerSecond(),
                measured.repliesPerSecond(),
                measured.keptShare(),
                measured.errors(),
                switch (decision) {
                    case PASS -> List.of();
                    case FAIL -> serverReasons;
                    case UNDECIDED -> ownReasons;
                });
    }

    private static List<Reason> missed(Objective objective, OptionalDouble value) {
        if (value.isEmpty()) {
            return List.of(
                    new Reason(Reason.Kind.TOO_FEW_SAMPLES, objective.metric() + " not reported, too few replies"));
        }
        double is = value.getAsDouble();
        if (objective.isMetBy(is)) {
            return List.of();
        }
        return List.of(new Reason(
                Reason.Kind.OBJECTIVE_MISSED,
                objective.metric() + " is "
                        + (objective.isTime() ? Rates.text(is / NANOS_PER_MILLI) + " ms" : Rates.text(is))));
    }

    /** Reasons that hold for the objective's percentile, and not for higher ones alone. */
    private static List<Reason> concerning(Objective objective, Verdict verdict, Reason.Blame blame) {
        return verdict.reasons(blame).stream()
                .filter(reason -> reason.fromPercent() <= objective.percent())
                .toList();
    }
}
