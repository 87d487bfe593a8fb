package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.GoldenFile;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a result looks like as a document: names, their order, and how numbers and texts are written. */
class ResultDocumentTest {
    @Test
    void isWrittenByteForByteAsEver() throws IOException {
        GoldenFile.assertSame(
                "open-loop.json", ResultDocument.of(KnownResults.openLoop()).toJson());
        GoldenFile.assertSame(
                "closed-loop.json", ResultDocument.of(KnownResults.closedLoop()).toJson());
        GoldenFile.assertSame(
                "nothing-measured.json",
                ResultDocument.of(KnownResults.nothingMeasured()).toJson());
    }

    @Test
    void keepsThePublishedSchema() throws IOException {
        for (LoadResult result :
                List.of(KnownResults.openLoop(), KnownResults.closedLoop(), KnownResults.nothingMeasured())) {
            String document = text(result);
            assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
            assertThat(PublishedSchema.faults(
                            "parley-load-1", document.replaceFirst("\"clients\" : [0-9]+", "\"clients\" : 0")))
                    .as("the schema does find faults")
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsReadBackIsTheSame() throws ResultFormatException {
        for (LoadResult result :
                List.of(KnownResults.openLoop(), KnownResults.closedLoop(), KnownResults.nothingMeasured())) {
            LoadResult read = read(text(result));
            assertThat(text(read)).isEqualTo(text(result));
            assertThat(read.setting()).isEqualTo(result.setting());
            assertThat(read.environment()).isEqualTo(result.environment());
            assertThat(read.startedAt()).isEqualTo(result.startedAt());
            assertThat(read.verdict()).isEqualTo(result.verdict());
            assertThat(read.timeline()).isEqualTo(result.timeline());
        }
    }

    @Test
    void numbersAreThoseOfTheDocument() throws ResultFormatException {
        String overloaded =
                text(KnownResults.openLoop()).replaceFirst("\"plannedNanos\" : \\d+", "\"plannedNanos\" : 5");
        assertThat(read(overloaded).measured().plannedNanos()).isEqualTo(5);
    }

    @Test
    void unknownNamesArePassedOver() throws ResultFormatException {
        LoadResult result = KnownResults.openLoop();
        String more = text(result)
                .replaceFirst("\\{", "{ \"later\": [ { \"a\": 1.5 }, null, true ],")
                .replaceFirst("\"depth\"", "\"later\": { \"a\": [] }, \"depth\"");
        assertThat(text(read(more))).isEqualTo(text(result));
    }

    @Test
    void documentsOfBeforeThereWereKindsAreRead() throws ResultFormatException {
        String before = text(KnownResults.openLoop())
                .replaceAll("\\s*\"(reason|note)Kinds\" : \\[[^\\]]*\\],", "")
                .replaceAll("\\s*\"(reason|note)(Blames|FromPercents)\" : \\[[^\\]]*\\],", "")
                .replaceAll("\\s*\"scheduleKind\" : \"[a-z]*\",", "");
        assertThat(before).doesNotContain("Kind");
        LoadResult read = read(before);
        assertThat(read.setting().kind()).isEqualTo(ScheduleKind.POISSON);
        assertThat(read.verdict().reasons()).extracting(Reason::kind).containsOnly(Reason.Kind.OTHER);
        assertThat(read.verdict().reasons())
                .extracting(Reason::text)
                .isEqualTo(Reason.texts(KnownResults.openLoop().verdict().reasons()));
    }

    private static String text(LoadResult result) {
        return new String(ResultDocument.of(result).toJson(), StandardCharsets.UTF_8);
    }

    private static LoadResult read(String document) throws ResultFormatException {
        return ResultReader.read(document.getBytes(StandardCharsets.UTF_8));
    }
}
