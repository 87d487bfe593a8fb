package dev.parley.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The document of {@code parley load --json}, also a part of other documents. docs/schema/parley-load-1.json defines what each
 * name means; times are whole nanoseconds, and what was not measured is null. A reader may rely on every name of a version
 * being there, and must ignore unknown names.
 *
 * @param steps of which each request consists; none where it is one message, or in a file of before there were steps
 * @param stages a document for each stage of the schedule; none without, or in a file of before there were stages
 * @param generators a document for each of several load generators; none for one alone, or in a file of before there were several
 * @param requests how many ended as each {@link Outcome}, and each {@link Counter}, by their texts
 */
public record ResultDocument(
        String schema,
        int schemaVersion,
        String startedAt,
        VerdictPart verdict,
        LoadPart load,
        Environment environment,
        ThroughputPart throughput,
        Map<String, Long> requests,
        ClockPart response,
        ClockPart service,
        ClockPart lateness,
        @JsonSetter(nulls = Nulls.SET) @Nullable ClockPart ideal,
        @JsonSetter(nulls = Nulls.SET) @Nullable ClockPart slotWait,
        @JsonSetter(nulls = Nulls.SET) @Nullable ClockPart connect,
        @JsonSetter(nulls = Nulls.SET) @Nullable ClockPart handshake,
        @JsonSetter(nulls = Nulls.SET) @Nullable LatencyByDueTimePart latencyByDueTime,
        @JsonSetter(nulls = Nulls.SET) @Nullable WarmUp warmUp,
        OptionalLong jitterNanos,
        @JsonSetter(nulls = Nulls.SET) @Nullable ServerCpu serverCpu,
        ProcessPart process,
        List<TimelinePoint> timeline,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<StepPart> steps,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ResultDocument> stages,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<GeneratorPart> generators) {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    static final String SCHEMA = "parley-load";
    static final String CLIENTS_WITHOUT_REPLY = "clientsWithoutReply";

    public ResultDocument {
        requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests)); // in their order
        timeline = List.copyOf(timeline);
        steps = List.copyOf(steps);
        stages = List.copyOf(stages);
        generators = List.copyOf(generators);
    }

    /**
     * One of several load generators.
     *
     * @param name as the verdict's reasons call it
     */
    public record GeneratorPart(String name, ResultDocument result) {
        static GeneratorPart of(NamedResult generator) {
            return new GeneratorPart(generator.name(), ResultDocument.of(generator.result()));
        }
    }

    /**
     * One step of each request.
     *
     * @param errors how many ended so, by the server's word or the text of an {@link Outcome}
     */
    public record StepPart(String name, ClockPart response, ClockPart service, Map<String, Long> errors) {
        static StepPart of(StepTimes step) {
            return new StepPart(
                    step.name(), ClockPart.of(step.response()), ClockPart.of(step.service()), step.errors());
        }
    }

    /** A result as a document. */
    public static ResultDocument of(LoadResult result) {
        LoadResult.Measured measured = result.measured();
        return new ResultDocument(
                SCHEMA,
                SCHEMA_VERSION,
                result.startedAt().toString(),
                VerdictPart.of(result),
                LoadPart.of(result.setting()),
                result.environment(),
                ThroughputPart.of(measured),
                requests(measured),
                ClockPart.of(measured.response()),
                ClockPart.of(measured.service()),
                ClockPart.of(measured.lateness()),
                ClockPart.of(measured.ideal()),
                ClockPart.of(measured.slotWait()),
                ClockPart.of(measured.connect()),
                ClockPart.of(measured.handshake()),
                LatencyByDueTimePart.of(measured.byDueTime()),
                measured.warmUp(),
                measured.jitterNanos(),
                measured.serverCpu().orElse(null),
                ProcessPart.of(measured),
                result.timeline(),
                measured.steps().stream().map(StepPart::of).toList(),
                result.stages().stream().map(ResultDocument::of).toList(),
                result.generators().stream().map(GeneratorPart::of).toList());
    }

    /** UTF-8, with a line end. */
    public byte[] toJson() {
        return JsonDocument.of(this);
    }

    private static Map<String, Long> requests(LoadResult.Measured measured) {
        Map<String, Long> requests = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            requests.put(outcome.text(), measured.count(outcome));
        }
        for (Counter counter : Counter.values()) {
            requests.put(counter.text(), measured.count(counter));
        }
        requests.put("errors", measured.errors());
        requests.put(CLIENTS_WITHOUT_REPLY, (long) measured.clientsWithoutReply());
        return requests;
    }

    /**
     * Whether to believe the numbers.
     *
     * @param trustworthyUpTo the highest percentile that may be believed, or {@code none}; empty in a file of before there were levels
     * @param reasonKinds of each reason, in the same order; none in a file of before there were kinds
     * @param reasonBlames whose doing each is, in the same order
     * @param reasonFromPercents the percentile from which on each holds, in the same order
     * @param noteKinds the kinds of the notes
     * @param noteFromPercents the percentile from which on each note holds; none in a file of before they were written
     */
    public record VerdictPart(
            boolean trustworthy,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String trustworthyUpTo,
            List<String> reasons,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> reasonKinds,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> reasonBlames,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Double> reasonFromPercents,
            List<String> notes,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> noteKinds,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Double> noteFromPercents,
            String endedEarly,
            String samplesFailure) {
        public VerdictPart {
            reasons = List.copyOf(reasons);
            reasonKinds = List.copyOf(reasonKinds);
            reasonBlames = List.copyOf(reasonBlames);
            reasonFromPercents = List.copyOf(reasonFromPercents);
            notes = List.copyOf(notes);
            noteKinds = List.copyOf(noteKinds);
            noteFromPercents = List.copyOf(noteFromPercents);
        }

        static VerdictPart of(LoadResult result) {
            Verdict verdict = result.verdict();
            return new VerdictPart(
                    verdict.trustworthy(),
                    verdict.trustworthyUpToText(),
                    Reason.texts(verdict.reasons()),
                    Reason.kinds(verdict.reasons()),
                    verdict.reasons().stream()
                            .map(reason -> reason.kind().blame().text())
                            .toList(),
                    Reason.fromPercents(verdict.reasons()),
                    Reason.texts(verdict.notes()),
                    Reason.kinds(verdict.notes()),
                    Reason.fromPercents(verdict.notes()),
                    result.measured().endedEarly(),
                    result.measured().samplesFailure());
        }
    }

    /**
     * The settings of a load.
     *
     * @param loop {@value #OPEN} or {@value #CLOSED}
     * @param connectPerRequest null in a file of before there was one
     * @param scheduleKind empty in a file of before there were kinds
     */
    public record LoadPart(
            String endpoint,
            String framing,
            String loop,
            String schedule,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String scheduleKind,
            int clients,
            int depth,
            int threads,
            String messages,
            long warmUpNanos,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long warmUpLimitNanos,
            long durationNanos,
            long count,
            long replyTimeoutNanos,
            boolean repliesChecked,
            @JsonSetter(nulls = Nulls.SET) @Nullable Boolean connectPerRequest) {
        static final String OPEN = "open";
        static final String CLOSED = "closed";

        public static LoadPart of(Setting setting) {
            return new LoadPart(
                    setting.endpoint(),
                    setting.framing(),
                    setting.closedLoop() ? CLOSED : OPEN,
                    setting.schedule(),
                    setting.kind().text(),
                    setting.clients(),
                    setting.depth(),
                    setting.threads(),
                    setting.messages(),
                    setting.warmUp().toNanos(),
                    setting.warmUpLimit().toNanos(),
                    setting.duration().toNanos(),
                    setting.count(),
                    setting.replyTimeout().toNanos(),
                    setting.repliesChecked(),
                    setting.connectPerRequest());
        }
    }

    /**
     * How much was sent and came back.
     *
     * @param askedPerSecond the target rate; empty in a closed loop
     */
    public record ThroughputPart(
            long measuredNanos,
            long plannedNanos,
            OptionalDouble askedPerSecond,
            double sentPerSecond,
            double repliesPerSecond,
            double keptShare) {
        static ThroughputPart of(LoadResult.Measured measured) {
            return new ThroughputPart(
                    measured.measuredNanos(),
                    measured.plannedNanos(),
                    measured.closedLoop() ? OptionalDouble.empty() : OptionalDouble.of(measured.targetPerSecond()),
                    measured.sentPerSecond(),
                    measured.repliesPerSecond(),
                    measured.keptShare());
        }
    }

    /**
     * The times of many requests.
     *
     * @param percentileNanos by {@code p50} ...; empty where there are too few samples
     * @param stddevNanos null in documents of before it was written
     * @param hdrHistogram all of them, as {@link LatencyHistogram#encoded}
     */
    public record ClockPart(
            long count,
            OptionalLong minNanos,
            OptionalLong meanNanos,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long stddevNanos,
            @JsonSetter(contentNulls = Nulls.SET) Map<String, OptionalLong> percentileNanos,
            OptionalLong maxNanos,
            String hdrHistogram) {
        public ClockPart {
            percentileNanos = Collections.unmodifiableMap(new LinkedHashMap<>(percentileNanos)); // in their order
        }

        static ClockPart of(LatencyHistogram latencies) {
            boolean any = latencies.count() > 0;
            return new ClockPart(
                    latencies.count(),
                    any ? OptionalLong.of(latencies.minNanos()) : OptionalLong.empty(),
                    any ? OptionalLong.of(Math.round(latencies.meanNanos())) : OptionalLong.empty(),
                    any ? Math.round(latencies.standardDeviationNanos()) : null,
                    latencies.percentilesNanos(Percentile.TABLE),
                    any ? OptionalLong.of(latencies.maxNanos()) : OptionalLong.empty(),
                    latencies.encoded());
        }
    }

    /** The measuring process itself; what is not known of it is 0. */
    public record ProcessPart(
            ClockPart hiccups,
            long collections,
            long collectionMillis,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long runDelayNanos,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long pressureNanos,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long stolenNanos) {
        static ProcessPart of(LoadResult.Measured measured) {
            OwnProcess process = measured.process();
            return new ProcessPart(
                    ClockPart.of(process.hiccups()),
                    process.collections(),
                    process.collectionMillis(),
                    process.runDelayNanos(),
                    process.pressureNanos(),
                    process.stolenNanos());
        }
    }
}
