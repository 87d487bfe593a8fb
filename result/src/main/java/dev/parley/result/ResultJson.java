package dev.parley.result;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/**
 * A result as one JSON document. Times are whole nanoseconds; what was not measured is null, never NaN. A reader may rely on
 * every name of a schema version being there, and must ignore names it does not know.
 */
public final class ResultJson {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    static final String SCHEMA = "parley-load";
    private final LoadResult result;
    private final LoadResult.Measured measured;
    private final JsonGenerator json;

    private ResultJson(LoadResult result, JsonGenerator json) {
        this.result = result;
        this.measured = result.measured();
        this.json = json;
    }

    /** The document, UTF-8, with a line end. */
    public static byte[] of(LoadResult result) {
        return JsonDocument.of(json -> write(result, json));
    }

    /** As a value within another document. */
    public static void write(LoadResult result, JsonGenerator json) {
        new ResultJson(result, json).write();
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
        json.writeStringProperty("startedAt", result.startedAt().toString());
        verdict();
        load(json, result.setting());
        environment(json, result.environment());
        throughput();
        requests();
        clock("response", measured.response());
        clock("service", measured.service());
        clock("lateness", measured.lateness());
        JsonDocument.number(json, "jitterNanos", measured.jitterNanos());
        process();
        timeline();
        json.writeEndObject();
    }

    private void verdict() {
        json.writeObjectPropertyStart("verdict");
        json.writeBooleanProperty("trustworthy", result.verdict().trustworthy());
        reasons(json, "reason", result.verdict().reasons());
        reasons(json, "note", result.verdict().notes());
        json.writeStringProperty("endedEarly", measured.endedEarly());
        json.writeStringProperty("samplesFailure", measured.samplesFailure());
        json.writeEndObject();
    }

    /**
     * Two members of the object being written, side by side: the texts ({@code reasons}) and their kinds ({@code reasonKinds}).
     *
     * @param name of one
     */
    public static void reasons(JsonGenerator json, String name, List<Reason> reasons) {
        JsonDocument.texts(json, name + "s", reasons.stream().map(Reason::text).toList());
        JsonDocument.texts(
                json,
                name + "Kinds",
                reasons.stream().map(reason -> reason.kind().text()).toList());
    }

    /** The member {@code load} of the object being written: what was asked of a load. */
    public static void load(JsonGenerator json, Setting setting) {
        json.writeObjectPropertyStart("load");
        json.writeStringProperty("endpoint", setting.endpoint());
        json.writeStringProperty("framing", setting.framing());
        json.writeStringProperty("loop", setting.closedLoop() ? "closed" : "open");
        json.writeStringProperty("schedule", setting.schedule());
        json.writeStringProperty("scheduleKind", setting.kind().text());
        json.writeNumberProperty("clients", setting.clients());
        json.writeNumberProperty("depth", setting.depth());
        json.writeNumberProperty("threads", setting.threads());
        json.writeStringProperty("messages", setting.messages());
        json.writeNumberProperty("warmUpNanos", setting.warmUp().toNanos());
        json.writeNumberProperty("durationNanos", setting.duration().toNanos());
        json.writeNumberProperty("count", setting.count());
        json.writeNumberProperty("replyTimeoutNanos", setting.replyTimeout().toNanos());
        json.writeBooleanProperty("repliesChecked", setting.repliesChecked());
        json.writeEndObject();
    }

    /** The member {@code environment} of the object being written. */
    public static void environment(JsonGenerator json, Environment environment) {
        json.writeObjectPropertyStart("environment");
        json.writeStringProperty("cpu", environment.cpu());
        json.writeNumberProperty("cores", environment.cores());
        json.writeStringProperty("kernel", environment.kernel());
        json.writeStringProperty("jdk", environment.jdk());
        json.writeStringProperty("parley", environment.parley());
        json.writeStringProperty("command", environment.command());
        json.writeStringProperty("server", environment.server());
        json.writeEndObject();
    }

    private void throughput() {
        json.writeObjectPropertyStart("throughput");
        json.writeNumberProperty("measuredNanos", measured.measuredNanos());
        json.writeNumberProperty("plannedNanos", measured.plannedNanos());
        json.writeName("askedPerSecond");
        if (measured.closedLoop()) {
            json.writeNull();
        } else {
            json.writeNumber(measured.askedPerSecond());
        }
        json.writeNumberProperty("sentPerSecond", measured.sentPerSecond());
        json.writeNumberProperty("repliesPerSecond", measured.repliesPerSecond());
        json.writeNumberProperty("keptShare", measured.keptShare());
        json.writeEndObject();
    }

    private void requests() {
        json.writeObjectPropertyStart("requests");
        for (Outcome outcome : Outcome.values()) {
            json.writeNumberProperty(outcome.text(), measured.count(outcome));
        }
        for (Counter counter : Counter.values()) {
            json.writeNumberProperty(counter.text(), measured.count(counter));
        }
        json.writeNumberProperty("errors", measured.errors());
        json.writeNumberProperty("clientsWithoutReply", measured.clientsWithoutReply());
        json.writeEndObject();
    }

    private void clock(String name, LatencyHistogram latencies) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", latencies.count());
        boolean any = latencies.count() > 0;
        JsonDocument.number(json, "minNanos", any ? OptionalLong.of(latencies.minNanos()) : OptionalLong.empty());
        JsonDocument.number(
                json, "meanNanos", any ? OptionalLong.of(Math.round(latencies.meanNanos())) : OptionalLong.empty());
        json.writeObjectPropertyStart("percentileNanos");
        for (Percentile percentile : Percentile.ALL) {
            JsonDocument.number(json, percentile.text(), latencies.percentileNanos(percentile.percent()));
        }
        json.writeEndObject();
        JsonDocument.number(json, "maxNanos", any ? OptionalLong.of(latencies.maxNanos()) : OptionalLong.empty());
        json.writeStringProperty("hdrHistogram", latencies.encoded());
        json.writeEndObject();
    }

    private void process() {
        json.writeObjectPropertyStart("process");
        clock("hiccups", measured.hiccups());
        json.writeNumberProperty("collections", measured.collections());
        json.writeNumberProperty("collectionMillis", measured.collectionMillis());
        json.writeEndObject();
    }

    private void timeline() {
        json.writeArrayPropertyStart("timeline");
        for (TimelinePoint point : result.timeline()) {
            json.writeStartObject();
            json.writeNumberProperty("fromNanos", point.fromNanos());
            json.writeNumberProperty("lengthNanos", point.lengthNanos());
            json.writeNumberProperty("sent", point.sent());
            json.writeNumberProperty("replies", point.replies());
            json.writeNumberProperty("errors", point.errors());
            point("response", point.response());
            point("service", point.service());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void point(String name, TimelinePoint.Clock clock) {
        json.writeObjectPropertyStart(name);
        JsonDocument.number(json, "p50Nanos", clock.p50Nanos());
        JsonDocument.number(json, "p99Nanos", clock.p99Nanos());
        JsonDocument.number(json, "maxNanos", clock.maxNanos());
        json.writeEndObject();
    }
}
