package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Merge;
import dev.parley.result.ResultDocument;
import dev.parley.result.TimelinePoint;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Results of loads that ran. */
class MeasuredResultTest {

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

    @Test
    void documentKeepsThePublishedSchema() throws IOException, InterruptedException {
        byte[] document = ResultDocument.of(measured()).toJson();
        assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
    }

    @Test
    void timelineAddsUpToTheWhole() throws IOException, InterruptedException {
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
        assertThat(merged.targetPerSecond()).isCloseTo(400, Percentage.withPercentage(2));
        assertThat(Merge.of(List.of(one))).isSameAs(one);
    }
}
