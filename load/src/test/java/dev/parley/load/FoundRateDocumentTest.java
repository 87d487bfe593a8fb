package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.Reason;
import dev.parley.testkit.GoldenFile;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a search for a rate looks like as a document. */
class FoundRateDocumentTest {
    private static final Objective OBJECTIVE = Objective.parse("p99<2ms");

    private static RateTrial trial(double perSecond, Decision decision, OptionalDouble value, Reason... reasons) {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int i = 1; i <= 150; i++) {
            latencies.record(i * 10_000L);
        }
        return new RateTrial(
                1,
                perSecond,
                decision == Decision.PASS,
                decision,
                value,
                latencies.percentilesNanos(),
                perSecond * 0.99,
                perSecond / 3,
                0.99,
                7,
                List.of(reasons));
    }

    private static byte[] document(FoundRate found, String endedEarly, RateTrial... trials) {
        return FoundRateDocument.of(
                        found,
                        OBJECTIVE,
                        endedEarly,
                        Loads.echo(9)
                                .lasting(Duration.ofMillis(250), Duration.ofSeconds(3))
                                .setting(),
                        Loads.environment(),
                        List.of(trials))
                .toJson();
    }

    private static byte[] found() {
        return document(
                new FoundRate(new RateTally(5910, 3, 0, 0), new RateTally(1.5e7, 1, 1, 1), true),
                "",
                trial(5910, Decision.PASS, OptionalDouble.of(1_800_000.5)),
                trial(
                        1.5e7,
                        Decision.FAIL,
                        OptionalDouble.of(2.5e9),
                        new Reason(Reason.Kind.OBJECTIVE_MISSED, "too slow")),
                trial(
                        0.1,
                        Decision.UNDECIDED,
                        OptionalDouble.empty(),
                        new Reason(Reason.Kind.GENERATOR_SLOW, "it \"stalled\"")));
    }

    private static byte[] nothingFound() {
        return document(new FoundRate(null, null, false), "stopped");
    }

    @Test
    void isWrittenByteForByteAsEver() throws IOException {
        GoldenFile.assertSame("found.json", found());
        GoldenFile.assertSame("nothing-found.json", nothingFound());
    }

    @Test
    void keepsThePublishedSchema() throws IOException {
        assertThat(PublishedSchema.faults("parley-find-1", found())).isEmpty();
        assertThat(PublishedSchema.faults("parley-find-1", nothingFound())).isEmpty();
    }
}
