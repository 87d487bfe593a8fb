package dev.parley.compare;

import dev.parley.result.JsonDocument;
import dev.parley.result.ResultJson;
import tools.jackson.core.JsonGenerator;

/**
 * A comparison as one JSON document: for each row what the table tells, and the complete result of each round. Times are
 * nanoseconds, and what was not measured is null, never NaN.
 */
public final class ComparisonJson {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "parley-compare";
    private static final double MEDIAN_PERCENT = 50;
    private static final double TAIL_PERCENT = 99;

    private final Comparison comparison;
    private final JsonGenerator json;

    private ComparisonJson(Comparison comparison, JsonGenerator json) {
        this.comparison = comparison;
        this.json = json;
    }

    /** The document, UTF-8, with a line end. */
    public static byte[] of(Comparison comparison) {
        return JsonDocument.of(json -> new ComparisonJson(comparison, json).write());
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
        json.writeStringProperty("startedAt", comparison.startedAt().toString());
        json.writeStringProperty("command", comparison.command());
        json.writeNumberProperty("rounds", comparison.rounds());
        json.writeStringProperty("baseline", comparison.baseline());
        json.writeStringProperty("endedEarly", comparison.endedEarly());
        json.writeArrayPropertyStart("results");
        comparison.rows().forEach(this::row);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void row(Rounds row) {
        Rounds base = comparison.baselineOf(row);
        json.writeStartObject();
        json.writeStringProperty("name", row.contender().name());
        json.writeStringProperty("transport", row.contender().transport().text());
        json.writeNumberProperty("thinkNanos", row.contender().think().toNanos());
        json.writeStringProperty("server", row.server());
        ResultJson.reasons(json, "reason", row.reasons());
        json.writeNumberProperty("errors", row.errors());
        figure("repliesPerSecond", row.throughput(), base.throughput());
        figure("p50Nanos", row.percentile(MEDIAN_PERCENT), base.percentile(MEDIAN_PERCENT));
        figure("p99Nanos", row.percentile(TAIL_PERCENT), base.percentile(TAIL_PERCENT));
        json.writeArrayPropertyStart("rounds");
        row.results().forEach(result -> ResultJson.write(result, json));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void figure(String name, Figure figure, Figure base) {
        json.writeObjectPropertyStart(name);
        JsonDocument.number(json, "value", figure.value());
        JsonDocument.number(json, "lowest", figure.lowest());
        JsonDocument.number(json, "highest", figure.highest());
        JsonDocument.number(json, "ratio", figure.ratioTo(base));
        json.writeBooleanProperty("withinNoise", figure.withinNoiseOf(base));
        json.writeEndObject();
    }
}
