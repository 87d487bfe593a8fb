package dev.parley.load;

import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A result as one JSON document. Times are whole nanoseconds; what was not measured is null, never NaN. A reader may rely on
 * every name of a schema version being there, and must ignore names it does not know.
 */
public final class ResultJson {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "parley-load";
    static final ObjectWriteContext PRETTY = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    };

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(PRETTY, bytes)) {
            new ResultJson(result, json).write();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
        json.writeStringProperty("startedAt", result.startedAt().toString());
        verdict();
        load(json, result.spec());
        environment(json, result.environment());
        throughput();
        requests();
        clock("response", measured.response());
        clock("service", measured.service());
        clock("lateness", measured.lateness());
        process();
        json.writeEndObject();
    }

    private void verdict() {
        json.writeObjectPropertyStart("verdict");
        json.writeBooleanProperty("trustworthy", result.verdict().trustworthy());
        json.writeArrayPropertyStart("reasons");
        result.verdict().reasons().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("notes");
        result.verdict().notes().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("endedEarly", measured.endedEarly());
        json.writeEndObject();
    }

    static void load(JsonGenerator json, LoadSpec spec) {
        Schedule schedule = spec.schedule();
        json.writeObjectPropertyStart("load");
        json.writeStringProperty("endpoint", spec.endpoint().toString());
        json.writeStringProperty("framing", spec.protocol().requestFraming().name());
        json.writeStringProperty("loop", schedule == null ? "closed" : "open");
        json.writeStringProperty("schedule", schedule == null ? "closed loop" : schedule.describe());
        json.writeNumberProperty("clients", spec.clients());
        json.writeNumberProperty("depth", spec.depth());
        json.writeNumberProperty("threads", spec.threads());
        json.writeStringProperty("messages", spec.messagesText());
        json.writeNumberProperty("warmUpNanos", spec.warmUp().toNanos());
        json.writeNumberProperty(
                "durationNanos", spec.count() > 0 ? 0 : spec.duration().toNanos());
        json.writeNumberProperty("count", spec.count());
        json.writeNumberProperty("replyTimeoutNanos", spec.replyTimeout().toNanos());
        json.writeBooleanProperty("repliesChecked", spec.expectedReply() != null);
        json.writeEndObject();
    }

    static void environment(JsonGenerator json, Environment environment) {
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

    private void clock(String name, Latencies latencies) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", latencies.count());
        boolean any = latencies.count() > 0;
        number("minNanos", any ? OptionalLong.of(latencies.minNanos()) : OptionalLong.empty());
        number("meanNanos", any ? OptionalLong.of(Math.round(latencies.meanNanos())) : OptionalLong.empty());
        json.writeObjectPropertyStart("percentileNanos");
        for (Percentile percentile : Percentile.ALL) {
            number(percentile.text(), latencies.percentileNanos(percentile.percent()));
        }
        json.writeEndObject();
        number("maxNanos", any ? OptionalLong.of(latencies.maxNanos()) : OptionalLong.empty());
        json.writeStringProperty("hdrHistogram", latencies.encoded());
        json.writeEndObject();
    }

    private void number(String name, OptionalLong value) {
        json.writeName(name);
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }

    private void process() {
        json.writeObjectPropertyStart("process");
        clock("hiccups", measured.hiccups());
        json.writeNumberProperty("collections", measured.collections());
        json.writeNumberProperty("collectionMillis", measured.collectionMillis());
        json.writeEndObject();
    }
}
