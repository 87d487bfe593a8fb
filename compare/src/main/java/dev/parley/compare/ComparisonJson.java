package dev.parley.compare;

import dev.parley.result.JsonDocument;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultJson;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A comparison as one JSON document: for each target what the table reports, its differences from the baseline, and the
 * complete result of each round. Times are nanoseconds, and what was not measured is null, never NaN.
 */
public final class ComparisonJson {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 2;

    private static final String SCHEMA = "parley-compare";
    private static final Metric MEDIAN = Metric.named("p50");
    private static final Metric TAIL = Metric.named("p99");

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
        json.writeNumberProperty("seed", comparison.report().seed());
        json.writeNumberProperty("resamples", GroupComparison.RESAMPLES);
        json.writeArrayPropertyStart("results");
        comparison.targets().forEach(this::result);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void result(TargetResult result) {
        Target target = result.target();
        json.writeStartObject();
        json.writeStringProperty("name", target.name());
        json.writeStringProperty("transport", target.transport().text());
        json.writeNumberProperty("thinkNanos", target.think().toNanos());
        json.writeStringProperty("server", target.about());
        ResultJson.reasons(json, "reason", result.reasons());
        json.writeNumberProperty("errors", result.errors());
        JsonDocument.number(json, "repliesPerSecond", result.value(Metric.THROUGHPUT));
        JsonDocument.number(json, "p50Nanos", result.value(MEDIAN));
        JsonDocument.number(json, "p99Nanos", result.value(TAIL));
        differences(comparison.differenceOf(result));
        json.writeArrayPropertyStart("rounds");
        for (LoadResult run : result.runs()) {
            ResultJson.write(run, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void differences(Optional<GroupComparison> difference) {
        json.writeName("difference");
        if (difference.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("baseline", difference.get().baseline().name());
        DifferenceJson.write(difference.get(), json);
        json.writeEndObject();
    }
}
