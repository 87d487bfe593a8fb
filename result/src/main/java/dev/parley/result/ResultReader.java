package dev.parley.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Results from their documents. What is not one is refused, with the field at fault; unknown names are ignored. */
public final class ResultReader {
    private static final Duration USUAL_WARM_UP_LIMIT = Duration.ofSeconds(10);

    private ResultReader() {}

    /** What decides whether the rest can be understood. */
    private record Head(
            @JsonSetter(nulls = Nulls.AS_EMPTY) String schema,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long schemaVersion) {}

    /**
     * The result in a document.
     *
     * @throws ResultFormatException with a text for the user
     */
    public static LoadResult read(byte[] document) throws ResultFormatException {
        check(JsonDocument.read(document, Head.class));
        return result(JsonDocument.read(document, ResultDocument.class));
    }

    private static void check(Head head) throws ResultFormatException {
        if (!head.schema().equals(ResultDocument.SCHEMA)) {
            throw new ResultFormatException("not a result of parley load");
        }
        Long version = head.schemaVersion();
        if (version == null) {
            throw new ResultFormatException("'schemaVersion' is missing");
        }
        if (version != ResultDocument.SCHEMA_VERSION) {
            throw new ResultFormatException("it has schema version " + version + ", this program reads version "
                    + ResultDocument.SCHEMA_VERSION
                    + (version > ResultDocument.SCHEMA_VERSION ? " and is too old for it" : ""));
        }
    }

    private static LoadResult result(ResultDocument document) throws ResultFormatException {
        List<LoadResult> stages = new ArrayList<>();
        for (ResultDocument stage : document.stages()) {
            stages.add(result(stage));
        }
        List<NamedResult> generators = new ArrayList<>();
        for (ResultDocument.GeneratorPart generator : document.generators()) {
            generators.add(new NamedResult(generator.name(), result(generator.result())));
        }
        LoadResult.Measured measured = measured(document);
        return new LoadResult(
                setting(document.load()),
                document.environment(),
                instant(document.startedAt()),
                measured,
                checked(document.timeline()),
                new Verdict(
                        Reason.of(
                                document.verdict().reasons(),
                                document.verdict().reasonKinds(),
                                document.verdict().reasonFromPercents()),
                        Reason.of(
                                document.verdict().notes(),
                                document.verdict().noteKinds(),
                                document.verdict().noteFromPercents()),
                        reported(measured)),
                stages,
                generators);
    }

    private static List<Percentile> reported(LoadResult.Measured measured) {
        return Percentile.ALL.stream()
                .filter(percentile -> measured.latencies()
                        .percentileNanos(percentile.percent())
                        .isPresent())
                .toList();
    }

    /** Percentiles of an interval are plotted, and times beyond what is ever recorded are on no axis. */
    private static List<TimelinePoint> checked(List<TimelinePoint> timeline) throws ResultFormatException {
        for (int i = 0; i < timeline.size(); i++) {
            check("timeline[" + i + "].response", timeline.get(i).response());
            check("timeline[" + i + "].service", timeline.get(i).service());
        }
        return timeline;
    }

    private static void check(String name, TimelinePoint.Clock clock) throws ResultFormatException {
        for (OptionalLong nanos : List.of(clock.p50Nanos(), clock.p99Nanos(), clock.maxNanos())) {
            // A histogram reports the longest of the values it does not distinguish, which is a little more.
            if (nanos.orElse(0) > 2 * LatencyHistogram.LONGEST_NANOS) {
                throw new ResultFormatException("'" + name + "' must be times of an hour at most");
            }
        }
    }

    private static Instant instant(String text) throws ResultFormatException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ResultFormatException("'startedAt' must be a timestamp such as 2026-01-01T00:00:00Z");
        }
    }

    private static Setting setting(ResultDocument.LoadPart load) throws ResultFormatException {
        return new Setting(
                load.endpoint(),
                load.framing(),
                kind(load),
                load.schedule(),
                load.clients(),
                load.depth(),
                load.threads(),
                load.messages(),
                Duration.ofNanos(load.warmUpNanos()),
                warmUpLimit(load),
                Duration.ofNanos(load.durationNanos()),
                load.count(),
                Duration.ofNanos(load.replyTimeoutNanos()),
                load.repliesChecked(),
                Boolean.TRUE.equals(load.connectPerRequest()));
    }

    /** Files of before it was written are of loads whose usual limit it was. */
    private static Duration warmUpLimit(ResultDocument.LoadPart load) {
        Duration warmUp = Duration.ofNanos(load.warmUpNanos());
        Duration usual = warmUp.compareTo(USUAL_WARM_UP_LIMIT) < 0 ? USUAL_WARM_UP_LIMIT : warmUp;
        return load.warmUpLimitNanos() == null ? usual : Duration.ofNanos(load.warmUpLimitNanos());
    }

    /** Files of before there were kinds have the first word of the schedule's text, which was always one of them. */
    private static ScheduleKind kind(ResultDocument.LoadPart load) throws ResultFormatException {
        if (isClosed(load)) {
            return ScheduleKind.CLOSED;
        }
        return ScheduleKind.of(load.scheduleKind().isEmpty() ? load.schedule().split(" ", 2)[0] : load.scheduleKind());
    }

    private static boolean isClosed(ResultDocument.LoadPart load) throws ResultFormatException {
        return switch (load.loop()) {
            case ResultDocument.LoadPart.CLOSED -> true;
            case ResultDocument.LoadPart.OPEN -> false;
            default -> throw new ResultFormatException("'load.loop' must be open or closed");
        };
    }

    private static LoadResult.Measured measured(ResultDocument document) throws ResultFormatException {
        Map<String, Long> requests = document.requests();
        return new LoadResult.Measured(
                isClosed(document.load()),
                document.load().clients(),
                clients(requests, ResultDocument.CLIENTS_WITHOUT_REPLY),
                clock("response", document.response()),
                clock("service", document.service()),
                clock("lateness", document.lateness()),
                optionalClock("ideal", document.ideal()),
                optionalClock("slotWait", document.slotWait()),
                optionalClock("connect", document.connect()),
                optionalClock("handshake", document.handshake()),
                byDueTime(document.latencyByDueTime()),
                process(document.process()),
                outcomes(requests),
                counters(requests),
                document.throughput().measuredNanos(),
                document.throughput().plannedNanos(),
                document.warmUp() == null ? WarmUp.none() : document.warmUp(),
                document.verdict().endedEarly(),
                document.verdict().samplesFailure(),
                document.jitterNanos(),
                Optional.ofNullable(document.serverCpu()),
                steps(document.steps()));
    }

    private static List<StepTimes> steps(List<ResultDocument.StepPart> parts) throws ResultFormatException {
        List<StepTimes> steps = new ArrayList<>();
        for (ResultDocument.StepPart part : parts) {
            String name = "steps." + part.name();
            steps.add(new StepTimes(
                    part.name(),
                    clock(name + ".response", part.response()),
                    clock(name + ".service", part.service()),
                    part.errors()));
        }
        return steps;
    }

    private static OwnProcess process(ResultDocument.ProcessPart process) throws ResultFormatException {
        return new OwnProcess(
                clock("process.hiccups", process.hiccups()),
                process.collections(),
                process.collectionMillis(),
                orZero(process.runDelayNanos()),
                orZero(process.pressureNanos()),
                orZero(process.stolenNanos()));
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    /** Files of before there was one lack it. */
    private static LatencyHistogram optionalClock(String name, ResultDocument.@Nullable ClockPart clock)
            throws ResultFormatException {
        return clock == null ? new LatencyHistogram() : clock(name, clock);
    }

    /** Files of before there was one lack it. */
    private static LatencyByDueTime byDueTime(@Nullable LatencyByDueTimePart times) throws ResultFormatException {
        return times == null ? LatencyByDueTime.of(Duration.ZERO) : times.times();
    }

    private static Map<Outcome, Long> outcomes(Map<String, Long> requests) throws ResultFormatException {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            boolean newer = outcome == Outcome.ABANDONED;
            outcomes.put(outcome, newer ? requests.getOrDefault(outcome.text(), 0L) : count(requests, outcome.text()));
        }
        return outcomes;
    }

    /** Rates need two of them; what else is counted may have come later than the file. */
    private static Map<Counter, Long> counters(Map<String, Long> requests) throws ResultFormatException {
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, requests.getOrDefault(counter.text(), 0L));
        }
        counters.put(
                Counter.REPLIES_IN_TIME,
                requests.getOrDefault(
                        Counter.REPLIES_IN_TIME.text(),
                        count(requests, Outcome.REPLY.text()) + count(requests, Outcome.WRONG.text())));
        for (Counter counter : List.of(Counter.DUE, Counter.SENT)) {
            counters.put(counter, count(requests, counter.text()));
        }
        return counters;
    }

    private static long count(Map<String, Long> requests, String name) throws ResultFormatException {
        Long count = requests.get(name);
        if (count == null) {
            throw new ResultFormatException("'requests." + name + "' is missing");
        }
        return count;
    }

    private static int clients(Map<String, Long> requests, String name) throws ResultFormatException {
        long count = count(requests, name);
        if (count > Integer.MAX_VALUE) {
            throw new ResultFormatException("'requests." + name + "' must be " + JsonFault.kind(int.class));
        }
        return (int) count;
    }

    private static LatencyHistogram clock(String name, ResultDocument.ClockPart clock) throws ResultFormatException {
        try {
            return LatencyHistogram.decoded(clock.hdrHistogram());
        } catch (ResultFormatException e) {
            throw new ResultFormatException("'" + name + ".hdrHistogram' " + e.getMessage());
        }
    }
}
