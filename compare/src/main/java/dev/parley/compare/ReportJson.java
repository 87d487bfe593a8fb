package dev.parley.compare;

import dev.parley.result.JsonDocument;
import dev.parley.result.NamedResult;
import dev.parley.result.ResultJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A report as one JSON document; each group holds its merged runs as a result document of their own. */
public final class ReportJson {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private final Report report;
    private final JsonGenerator json;

    private ReportJson(Report report, JsonGenerator json) {
        this.report = report;
        this.json = json;
    }

    /**
     * The document, UTF-8, with a line end.
     *
     * @param limitPercent of worsening; null where nobody asked for regressions
     * @param regressions what was found then
     */
    public static byte[] of(Report report, @Nullable Double limitPercent, List<Regression> regressions) {
        return JsonDocument.of(json -> new ReportJson(report, json).write(limitPercent, regressions));
    }

    private void write(@Nullable Double limitPercent, List<Regression> regressions) {
        json.writeStartObject();
        json.writeStringProperty("schema", "parley-report");
        json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
        json.writeNumberProperty("seed", report.seed());
        json.writeNumberProperty("resamples", GroupComparison.RESAMPLES);
        JsonDocument.texts(json, "warnings", report.warnings());
        json.writeArrayPropertyStart("groups");
        report.groups().forEach(this::group);
        json.writeEndArray();
        json.writeArrayPropertyStart("comparisons");
        report.comparisons().forEach(this::comparison);
        json.writeEndArray();
        json.writeName("regression");
        if (limitPercent == null) {
            json.writeNull();
        } else {
            regression(limitPercent, regressions);
        }
        json.writeEndObject();
    }

    private void group(RunGroup group) {
        json.writeStartObject();
        json.writeStringProperty("name", group.name());
        JsonDocument.texts(
                json, "files", group.runs().stream().map(NamedResult::name).toList());
        json.writeStringProperty("clock", group.merged().measured().closedLoop() ? "service" : "response");
        json.writeName("result");
        ResultJson.write(group.merged(), json);
        json.writeEndObject();
    }

    private void comparison(GroupComparison comparison) {
        json.writeStartObject();
        json.writeStringProperty("baseline", comparison.baseline().name());
        json.writeStringProperty("group", comparison.other().name());
        DifferenceJson.write(comparison, json);
        json.writeEndObject();
    }

    private void regression(double limitPercent, List<Regression> regressions) {
        json.writeStartObject();
        json.writeNumberProperty("limitPercent", limitPercent);
        json.writeArrayPropertyStart("findings");
        for (Regression regression : regressions) {
            json.writeStartObject();
            json.writeStringProperty("group", regression.comparison().other().name());
            json.writeStringProperty("metric", regression.metric().text());
            json.writeStringProperty("finding", regression.finding().text());
            json.writeStringProperty("why", regression.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
