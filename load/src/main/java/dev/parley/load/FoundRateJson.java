package dev.parley.load;

import dev.parley.result.JsonDocument;
import dev.parley.result.ResultJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A search for a rate as one JSON document: the answer first, then every trial. Times are whole nanoseconds; what was not
 * measured, or could not be decided, is null, never NaN. A reader must ignore names it does not know.
 */
public final class FoundRateJson {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "parley-find";

    private final JsonGenerator json;

    private FoundRateJson(JsonGenerator json) {
        this.json = json;
    }

    /** The document, UTF-8, with a line end. */
    public static byte[] of(FoundRate found, RateFinder finder) {
        return JsonDocument.of(json -> new FoundRateJson(json).write(found, finder));
    }

    private void write(FoundRate found, RateFinder finder) {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
        json.writeStringProperty("promise", finder.objective().text());
        json.writeBooleanProperty("confirmed", found.confirmed());
        json.writeStringProperty("endedEarly", finder.endedEarly());
        json.writeObjectPropertyStart("interval");
        tally("holds", found.holds());
        tally("breaks", found.breaks());
        json.writeEndObject();
        ResultJson.load(json, finder.spec().setting());
        ResultJson.environment(json, finder.environment());
        json.writeArrayPropertyStart("trials");
        finder.trials().forEach(this::trial);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tally(String name, @Nullable RateTally tally) {
        json.writeName(name);
        if (tally == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("perSecond", tally.perSecond());
        json.writeNumberProperty("held", tally.passed());
        json.writeNumberProperty("broken", tally.failed());
        json.writeNumberProperty("untold", tally.undecided());
        json.writeEndObject();
    }

    private void trial(RateTrial trial) {
        json.writeStartObject();
        json.writeNumberProperty("perSecond", trial.perSecond());
        json.writeBooleanProperty("confirming", trial.confirming());
        json.writeName("held");
        if (trial.decision() == Decision.UNDECIDED) {
            json.writeNull();
        } else {
            json.writeBoolean(trial.decision() == Decision.PASS);
        }
        JsonDocument.number(json, "value", trial.value());
        json.writeObjectPropertyStart("percentileNanos");
        trial.percentileNanos().forEach((name, nanos) -> JsonDocument.number(json, name, nanos));
        json.writeEndObject();
        json.writeNumberProperty("sentPerSecond", trial.sentPerSecond());
        json.writeNumberProperty("repliesPerSecond", trial.repliesPerSecond());
        json.writeNumberProperty("keptShare", trial.keptShare());
        json.writeNumberProperty("errors", trial.errors());
        ResultJson.reasons(json, "reason", trial.reasons());
        json.writeEndObject();
    }
}
