package dev.parley.compare;

import tools.jackson.core.JsonGenerator;

/** Differences within a JSON document, the same in every document that has some. */
final class DifferenceJson {
    private DifferenceJson() {}

    /** Members of the object being written: what was resampled, and all differences. */
    static void write(GroupComparison comparison, JsonGenerator json) {
        json.writeStringProperty("resampled", comparison.wholeRuns() ? "runs" : "requests");
        json.writeArrayPropertyStart("differences");
        for (Difference difference : comparison.differences()) {
            json.writeStartObject();
            json.writeStringProperty("metric", difference.metric().text());
            json.writeNumberProperty("baseline", difference.baseline());
            json.writeNumberProperty("value", difference.value());
            json.writeNumberProperty("percent", difference.percent());
            json.writeNumberProperty("lowPercent", difference.lowPercent());
            json.writeNumberProperty("highPercent", difference.highPercent());
            json.writeBooleanProperty("shown", difference.isShown());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
