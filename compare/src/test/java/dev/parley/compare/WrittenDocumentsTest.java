package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.GoldenFile;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reports and comparisons look like as documents: names, their order, and how numbers and texts are written. */
class WrittenDocumentsTest {
    private static final Report REPORT = KnownComparisons.report();

    private static byte[] report() {
        return ReportDocument.of(REPORT, 5, KnownComparisons.regressions(REPORT))
                .toJson();
    }

    private static byte[] reportOfOneGroup() {
        return ReportDocument.of(KnownComparisons.reportOfOneGroup()).toJson();
    }

    private static byte[] reportWithoutFindings() {
        return ReportDocument.of(KnownComparisons.reportOfOneGroup(), 0.1, List.of())
                .toJson();
    }

    private static byte[] comparison() {
        return ComparisonDocument.of(KnownComparisons.comparison()).toJson();
    }

    private static byte[] comparisonOfNothing() {
        return ComparisonDocument.of(KnownComparisons.comparisonOfNothing()).toJson();
    }

    @Test
    void areWrittenByteForByteAsEver() throws IOException {
        GoldenFile.assertSame("report.json", report());
        GoldenFile.assertSame("report-of-one-group.json", reportOfOneGroup());
        GoldenFile.assertSame("report-without-findings.json", reportWithoutFindings());
        GoldenFile.assertSame("comparison.json", comparison());
        GoldenFile.assertSame("comparison-of-nothing.json", comparisonOfNothing());
    }

    @Test
    void keepThePublishedSchemas() throws IOException {
        for (byte[] document : List.of(report(), reportOfOneGroup(), reportWithoutFindings())) {
            assertThat(PublishedSchema.faults("parley-report-1", document)).isEmpty();
        }
        for (byte[] document : List.of(comparison(), comparisonOfNothing())) {
            assertThat(PublishedSchema.faults("parley-compare-2", document)).isEmpty();
        }
    }
}
