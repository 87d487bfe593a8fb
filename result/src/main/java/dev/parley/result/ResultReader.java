package dev.parley.result;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads back what {@link ResultJson} wrote; names it does not know are passed over. */
public final class ResultReader {
    private ResultReader() {}

    /**
     * The result in a document.
     *
     * @throws ResultFormatException with a text for the person who named the file
     */
    public static LoadResult read(byte[] document) throws ResultFormatException {
        return read(JsonObject.parse(document));
    }

    /**
     * The result in an object of a larger document.
     *
     * @throws ResultFormatException with a text for the person who named the file
     */
    public static LoadResult read(JsonObject root) throws ResultFormatException {
        if (!root.names().contains("schema") || !root.text("schema").equals(ResultJson.SCHEMA)) {
            throw new ResultFormatException("not a result of parley load");
        }
        long version = root.integer("schemaVersion");
        if (version != ResultJson.SCHEMA_VERSION) {
            throw new ResultFormatException(
                    "it has schema version " + version + ", this program reads version " + ResultJson.SCHEMA_VERSION
                            + (version > ResultJson.SCHEMA_VERSION ? " and is too old for it" : ""));
        }
        JsonObject load = root.object("load");
        JsonObject verdict = root.object("verdict");
        return new LoadResult(
                setting(load),
                environment(root.object("environment")),
                instant(root.text("startedAt")),
                measured(root, load, verdict),
                timeline(root.objects("timeline")),
                new Verdict(reasons(verdict, "reason"), reasons(verdict, "note")));
    }

    /** Files of before there were kinds have texts alone. */
    private static List<Reason> reasons(JsonObject verdict, String name) throws ResultFormatException {
        List<String> texts = verdict.texts(name + "s");
        List<String> kinds = verdict.names().contains(name + "Kinds") ? verdict.texts(name + "Kinds") : List.of();
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            reasons.add(new Reason(i < kinds.size() ? Reason.Kind.of(kinds.get(i)) : Reason.Kind.OTHER, texts.get(i)));
        }
        return reasons;
    }

    /** Files of before there were kinds have the first word of the schedule's text, which was always one of them. */
    private static ScheduleKind kind(JsonObject load) throws ResultFormatException {
        if (load.text("loop").equals("closed")) {
            return ScheduleKind.CLOSED;
        }
        return ScheduleKind.of(
                load.names().contains("scheduleKind")
                        ? load.text("scheduleKind")
                        : load.text("schedule").split(" ", 2)[0]);
    }

    private static Instant instant(String text) throws ResultFormatException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ResultFormatException("'startedAt' is not a timestamp");
        }
    }

    private static Setting setting(JsonObject load) throws ResultFormatException {
        return new Setting(
                load.text("endpoint"),
                load.text("framing"),
                kind(load),
                load.text("schedule"),
                load.smallInteger("clients"),
                load.smallInteger("depth"),
                load.smallInteger("threads"),
                load.text("messages"),
                Duration.ofNanos(load.integer("warmUpNanos")),
                Duration.ofNanos(load.integer("durationNanos")),
                load.integer("count"),
                Duration.ofNanos(load.integer("replyTimeoutNanos")),
                load.truth("repliesChecked"));
    }

    private static Environment environment(JsonObject from) throws ResultFormatException {
        return new Environment(
                from.text("cpu"),
                from.smallInteger("cores"),
                from.text("kernel"),
                from.text("jdk"),
                from.text("parley"),
                from.text("command"),
                from.text("server"));
    }

    private static LoadResult.Measured measured(JsonObject root, JsonObject load, JsonObject verdict)
            throws ResultFormatException {
        JsonObject requests = root.object("requests");
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, requests.integer(outcome.text()));
        }
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, requests.integer(counter.text()));
        }
        JsonObject throughput = root.object("throughput");
        JsonObject process = root.object("process");
        return new LoadResult.Measured(
                load.text("loop").equals("closed"),
                load.smallInteger("clients"),
                requests.smallInteger("clientsWithoutReply"),
                clock(root, "response"),
                clock(root, "service"),
                clock(root, "lateness"),
                clock(process, "hiccups"),
                outcomes,
                counters,
                throughput.integer("measuredNanos"),
                throughput.integer("plannedNanos"),
                process.integer("collections"),
                process.integer("collectionMillis"),
                verdict.text("endedEarly"),
                verdict.text("samplesFailure"),
                root.integerOrNull("jitterNanos"));
    }

    private static LatencyHistogram clock(JsonObject in, String name) throws ResultFormatException {
        return LatencyHistogram.decoded(in.object(name).text("hdrHistogram"));
    }

    private static List<TimelinePoint> timeline(List<JsonObject> points) throws ResultFormatException {
        List<TimelinePoint> timeline = new ArrayList<>();
        for (JsonObject point : points) {
            timeline.add(new TimelinePoint(
                    point.integer("fromNanos"),
                    point.integer("lengthNanos"),
                    point.integer("sent"),
                    point.integer("replies"),
                    point.integer("errors"),
                    pointClock(point.object("response")),
                    pointClock(point.object("service"))));
        }
        return timeline;
    }

    private static TimelinePoint.Clock pointClock(JsonObject clock) throws ResultFormatException {
        return new TimelinePoint.Clock(
                clock.integerOrNull("p50Nanos"),
                clock.integerOrNull("p99Nanos"),
                clock.integerOrNull("maxNanos"));
    }
}
