package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportDocumentTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static Report report() {
        Runs runs = new Runs(1, 2_000, 0.05);
        RunGroup before = runs.group("before", 3, 1);
        RunGroup after = runs.group("after", 3, 2);
        RunGroup dead = RunGroup.of(
                "dead",
                List.of(new NamedResult(
                        "d", Runs.result(runs.run(1).result().startedAt(), new LatencyHistogram(), 1_000_000_000L))));
        return Report.of(new Grouping(List.of(before, after, dead), false), 1);
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    @Test
    void documentKeepsThePublishedSchema() throws IOException {
        Report report = report();
        String document = text(
                ReportDocument.of(report, 5, report.regressions(Metric.ALL, 5)).toJson());
        assertThat(PublishedSchema.faults("parley-report-1", document)).isEmpty();
        assertThat(document).contains("\"worse\"", "\"open\"").doesNotContainPattern("[:\\[,] -?(NaN|Infinity)");
        assertThat(PublishedSchema.faults(
                        "parley-report-1", document.replace("\"resampled\" : \"runs\"", "\"resampled\" : \"dice\"")))
                .as("the schema does find faults")
                .isNotEmpty();
        String withoutLimit = text(ReportDocument.of(report).toJson());
        assertThat(PublishedSchema.faults("parley-report-1", withoutLimit)).isEmpty();
        assertThat(withoutLimit).contains("\"regression\" : null");
    }

    @Test
    void groupsHoldTheirMergedRunsAsAResultThatCanBeReadBack() throws ResultFormatException {
        Report report = report();
        JsonNode groups = MAPPER.readTree(ReportDocument.of(report).toJson()).get("groups");
        assertThat(groups.size()).isEqualTo(3);
        LoadResult before =
                ResultReader.read(MAPPER.writeValueAsBytes(groups.get(0).get("result")));
        assertThat(before.measured().response().count()).isEqualTo(6_000);
        assertThat(text(ResultDocument.of(before).toJson()))
                .isEqualTo(text(
                        ResultDocument.of(report.groups().getFirst().merged()).toJson()));
        assertThat(groups.get(0).get("files")).extracting(JsonNode::stringValue).containsExactly("r1", "r2", "r3");
    }
}
