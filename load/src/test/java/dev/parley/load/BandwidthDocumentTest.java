package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Loads of so many bytes a second, and their document. */
class BandwidthDocumentTest {
    private static LoadSpec echo() {
        return LoadSpec.of(Endpoint.parse("echo+udp://127.0.0.1:7"), Loads.LEN8)
                .withMessages(new Sizes(99, 99), List.of());
    }

    @Test
    void theRateIsWhatMakesTheBytesWithTheirFraming() {
        assertThat(echo().atBandwidth(10_000).schedule()).isEqualTo(new ConstantRate(100));
    }

    @Test
    void eachStepSaysWhatWasLost() throws IOException {
        LatencyHistogram response = new LatencyHistogram();
        for (int i = 0; i < 4; i++) {
            response.record(1_000_000);
        }
        LoadResult.Measured measured = new MeasuredBuilder(response, response, 1_000_000_000)
                .counts(Map.of(Outcome.REPLY, 3L, Outcome.LOST, 1L), Map.of())
                .build();
        LoadResult result = LoadResult.of(
                echo().counting(Duration.ZERO, 4).setting(), Loads.environment(), Instant.EPOCH, measured, List.of());
        BandwidthDocument document = BandwidthDocument.of(List.of(10_000.0, 20_000.0), List.of(result));
        assertThat(document.steps()).hasSize(1);
        assertThat(document.steps().getFirst().lostShare()).isEqualTo(0.25);
        assertThat(PublishedSchema.faults("parley-bandwidth-1", document.toJson()))
                .isEmpty();
    }
}
