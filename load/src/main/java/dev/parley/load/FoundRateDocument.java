package dev.parley.load;

import dev.parley.result.Environment;
import dev.parley.result.JsonDocument;
import dev.parley.result.Reason;
import dev.parley.result.ResultDocument;
import dev.parley.result.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The document of {@code parley load --find --json}: the answer first, then every trial. docs/schema/parley-find-1.json defines
 * what each name means; times are whole nanoseconds, and what was not measured, or could not be decided, is null. A reader
 * must ignore unknown names.
 *
 * @param load the settings of each trial, except its rate
 */
public record FoundRateDocument(
        String schema,
        int schemaVersion,
        String promise,
        boolean confirmed,
        String endedEarly,
        IntervalPart interval,
        @Nullable CurvePart curve,
        ResultDocument.LoadPart load,
        Environment environment,
        List<TrialPart> trials) {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "parley-find";

    public FoundRateDocument {
        trials = List.copyOf(trials);
    }

    /** An answer as a document. */
    public static FoundRateDocument of(FoundRate found, RateFinder finder) {
        return of(
                found,
                finder.objective(),
                finder.endedEarly(),
                finder.spec().setting(),
                finder.environment(),
                finder.trials());
    }

    static FoundRateDocument of(
            FoundRate found,
            Objective objective,
            String endedEarly,
            Setting setting,
            Environment environment,
            List<RateTrial> trials) {
        return new FoundRateDocument(
                SCHEMA,
                SCHEMA_VERSION,
                objective.text(),
                found.confirmed(),
                endedEarly,
                new IntervalPart(TallyPart.of(found.holds()), TallyPart.of(found.breaks())),
                RateCurve.through(trials).map(CurvePart::of).orElse(null),
                ResultDocument.LoadPart.of(setting),
                environment,
                trials.stream().map(TrialPart::of).toList());
    }

    /** UTF-8, with a line end. */
    public byte[] toJson() {
        return JsonDocument.of(this);
    }

    /** Both ends of the answer; null where there is none. */
    public record IntervalPart(
            @Nullable TallyPart holds, @Nullable TallyPart breaks) {}

    /** The rate at which every other trial misses the objective, with its interval. */
    public record CurvePart(double perSecond, double lowPerSecond, double highPerSecond, int coveragePercent) {
        static CurvePart of(RateCurve curve) {
            return new CurvePart(
                    curve.perSecond(), curve.lowPerSecond(), curve.highPerSecond(), RateCurve.COVERAGE_PERCENT);
        }
    }

    /** In how many rounds the objective was met at one rate. */
    public record TallyPart(double perSecond, int held, int broken, int untold) {
        static @Nullable TallyPart of(@Nullable RateTally tally) {
            return tally == null
                    ? null
                    : new TallyPart(tally.perSecond(), tally.passed(), tally.failed(), tally.undecided());
        }
    }

    /**
     * One rate tried.
     *
     * @param held null where it could not be decided
     * @param percentileNanos response times, by {@code p50} ...
     * @param reasonKinds of each reason, in the same order
     */
    public record TrialPart(
            double perSecond,
            boolean confirming,
            @Nullable Boolean held,
            OptionalDouble value,
            Map<String, OptionalLong> percentileNanos,
            double sentPerSecond,
            double repliesPerSecond,
            double keptShare,
            long errors,
            List<String> reasons,
            List<String> reasonKinds) {
        public TrialPart {
            percentileNanos = Collections.unmodifiableMap(new LinkedHashMap<>(percentileNanos)); // in their order
            reasons = List.copyOf(reasons);
            reasonKinds = List.copyOf(reasonKinds);
        }

        static TrialPart of(RateTrial trial) {
            return new TrialPart(
                    trial.perSecond(),
                    trial.confirming(),
                    trial.decision() == Decision.UNDECIDED ? null : trial.decision() == Decision.PASS,
                    trial.value(),
                    trial.percentileNanos(),
                    trial.sentPerSecond(),
                    trial.repliesPerSecond(),
                    trial.keptShare(),
                    trial.errors(),
                    Reason.texts(trial.reasons()),
                    Reason.kinds(trial.reasons()));
        }
    }
}
