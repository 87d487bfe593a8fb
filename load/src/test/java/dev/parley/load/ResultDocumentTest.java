package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Merge;
import dev.parley.result.Reason;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultJson;
import dev.parley.result.ResultReader;
import dev.parley.result.ScheduleKind;
import dev.parley.result.TimelinePoint;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultDocumentTest {

    private static LoadResult measured() throws IOException, InterruptedException {
        try (ScriptedServer server =
                new ScriptedServer((number, request, connection) -> ScriptedServer.reply(connection, request))) {
            LoadSpec spec = Loads.echo(server.port())
                    .withClients(3, 2, 2)
                    .onSchedule(new ConstantRate(400))
                    .lasting(Duration.ofMillis(100), Duration.ofMillis(600));
            return Loads.run(spec);
        }
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    @Test
    void documentKeepsThePublishedSchema() throws IOException, InterruptedException {
        String document = text(ResultJson.of(measured()));
        assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
        assertThat(PublishedSchema.faults("parley-load-1", document.replace("\"clients\" : 3", "\"clients\" : 0")))
                .as("the schema does find faults")
                .isNotEmpty();
    }

    @Test
    void resultWithoutAnySampleKeepsThePublishedSchema() throws IOException, InterruptedException {
        LoadResult result = measured();
        LoadResult empty = LoadResult.of(
                result.setting(),
                result.environment(),
                result.startedAt(),
                new MeasuredBuilder(new LatencyHistogram(), new LatencyHistogram(), 0)
                        .closedLoop(true)
                        .clients(3, 3)
                        .endedEarly("a signal asked for it")
                        .build(),
                List.of());
        assertThat(PublishedSchema.faults("parley-load-1", text(ResultJson.of(empty))))
                .isEmpty();
    }

    @Test
    void whatIsReadBackSaysTheSame() throws IOException, InterruptedException, ResultFormatException {
        byte[] document = ResultJson.of(measured());
        assertThat(text(ResultJson.of(ResultReader.read(document)))).isEqualTo(text(document));
        String overloaded = text(document).replaceFirst("\"plannedNanos\" : \\d+", "\"plannedNanos\" : 5");
        LoadResult read = ResultReader.read(overloaded.getBytes(StandardCharsets.UTF_8));
        assertThat(read.measured().plannedNanos()).isEqualTo(5);
    }

    @Test
    void unknownNamesArePassedOver() throws IOException, InterruptedException, ResultFormatException {
        LoadResult result = measured();
        String more = text(ResultJson.of(result)).replaceFirst("\\{", "{ \"later\": [ { \"a\": 1.5 }, null, true ],");
        assertThat(ResultReader.read(more.getBytes(StandardCharsets.UTF_8)).setting())
                .isEqualTo(result.setting());
    }

    @Test
    void kindsOfReasonsAndOfTheScheduleAreReadBack() throws IOException, InterruptedException, ResultFormatException {
        LoadResult result = measured();
        LoadResult read = ResultReader.read(ResultJson.of(result));
        assertThat(result.verdict().reasons()).extracting(Reason::kind).contains(Reason.Kind.TOO_FEW_SAMPLES);
        assertThat(read.verdict()).isEqualTo(result.verdict());
        assertThat(read.setting().kind()).isEqualTo(ScheduleKind.CONSTANT);
    }

    @Test
    void documentsOfBeforeThereWereKindsAreRead() throws IOException, InterruptedException, ResultFormatException {
        LoadResult result = measured();
        String before = text(ResultJson.of(result))
                .replaceAll("\\s*\"(reason|note)Kinds\" : \\[[^\\]]*\\],", "")
                .replaceAll("\\s*\"scheduleKind\" : \"[a-z]*\",", "");
        assertThat(before).doesNotContain("Kind");
        LoadResult read = ResultReader.read(before.getBytes(StandardCharsets.UTF_8));
        assertThat(read.setting().kind()).isEqualTo(ScheduleKind.CONSTANT);
        assertThat(read.verdict().reasons())
                .extracting(Reason::kind)
                .isNotEmpty()
                .containsOnly(Reason.Kind.OTHER);
    }

    @Test
    void lineOfTimeAddsUpToTheWhole() throws IOException, InterruptedException {
        LoadResult result = measured();
        assertThat(result.timeline()).hasSizeGreaterThan(1);
        assertThat(result.timeline().getFirst().fromNanos()).isZero();
        assertThat(result.timeline().stream().mapToLong(TimelinePoint::replies).sum())
                .isEqualTo(result.measured().service().count());
        assertThat(result.timeline().stream().mapToLong(TimelinePoint::sent).sum())
                .isEqualTo(result.measured().count(Counter.SENT));
        for (int i = 1; i < result.timeline().size(); i++) {
            TimelinePoint before = result.timeline().get(i - 1);
            assertThat(result.timeline().get(i).fromNanos()).isEqualTo(before.fromNanos() + before.lengthNanos());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                           | not a JSON object
                    []                                           | not a JSON object
                    {"a":                                        | not a JSON document
                    {} {}                                        | text after the JSON object
                    {"a": 1}                                     | not a result of parley load
                    {"schema": 5}                                | 'schema' is not a string
                    {"schema": "parley-load", "schemaVersion": 2} | schema version 2
                    {"schema": "parley-load", "schemaVersion": 1} | 'load' is not an object
                    """)
    void whatIsNoResultIsNamed(String document, String complaint) {
        assertThatThrownBy(() -> ResultReader.read(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ResultFormatException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void damagedHistogramIsNamed() throws IOException, InterruptedException {
        String damaged = text(ResultJson.of(measured()))
                .replaceAll("\"hdrHistogram\" : \"HIST....", "\"hdrHistogram\" : \"AAAA");
        assertThatThrownBy(() -> ResultReader.read(damaged.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ResultFormatException.class)
                .hasMessageContaining("a histogram");
    }

    @Test
    void runsAreMergedByAddingTheirHistograms() throws IOException, InterruptedException {
        LoadResult one = measured();
        LoadResult other = measured();
        LoadResult.Measured merged = Merge.of(List.of(one, other)).measured();
        assertThat(merged.response().count())
                .isEqualTo(one.measured().response().count()
                        + other.measured().response().count());
        assertThat(merged.response().maxNanos())
                .isEqualTo(Math.max(
                        one.measured().response().maxNanos(),
                        other.measured().response().maxNanos()));
        assertThat(merged.count(Counter.DUE))
                .isEqualTo(one.measured().count(Counter.DUE) + other.measured().count(Counter.DUE));
        assertThat(merged.askedPerSecond()).isCloseTo(400, Percentage.withPercentage(2));
        assertThat(Merge.of(List.of(one))).isSameAs(one);
    }
}
