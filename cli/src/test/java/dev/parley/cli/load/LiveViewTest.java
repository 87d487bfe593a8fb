package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.load.ConstantRate;
import dev.parley.load.LoadSpec;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import dev.parley.services.Reverse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final long MILLI = 1_000_000L;

    private final LiveView view = new LiveView(LoadSpec.of(
                    Endpoint.parse("reverse+tcp://127.0.0.1:8080"),
                    Reverse.PROTOCOL.withCodecs(Codecs.BYTES, Codecs.BYTES))
            .onSchedule(new ConstantRate(200))
            .lasting(Duration.ofSeconds(1), Duration.ofSeconds(10)));

    private Optional<Verdict> verdict = Optional.empty();

    private void interval(long endMillis, boolean warmingUp, boolean waiting, int replies, long latencyMillis) {
        LatencyHistogram response = new LatencyHistogram();
        for (int i = 0; i < replies; i++) {
            response.record(latencyMillis * MILLI);
        }
        view.add(
                new ProgressSnapshot(
                        endMillis * MILLI, 500 * MILLI, warmingUp, waiting, response, response, replies, replies, 3),
                verdict);
    }

    @Test
    void showsRateAgainstTargetPercentilesErrorsAndTimeLeft() {
        interval(500, false, false, 100, 10);
        interval(1000, false, false, 50, 3);

        assertThat(view.rows(100, 40))
                .contains("measuring  1.0 s  9.0 s left")
                .contains("rate       100.0 replies/s of 200/s  [" + "#".repeat(15) + "-".repeat(15) + "] 50 %")
                .contains("errors     3")
                .anyMatch(row -> row.matches("p50 +3.00 ms +10.00 ms"))
                .anyMatch(row -> row.matches("p90 +- +10.00 ms"))
                .anyMatch(row -> row.matches("max +3.00 ms +10.00 ms"))
                .contains("p99 over time, up to 10.00 ms", "\u2588\u2583");
    }

    @Test
    void showsTheVerdictSoFarWithTheReasonThatDecides() {
        interval(500, false, false, 100, 10);
        assertThat(view.rows(200, 40)).noneMatch(row -> row.startsWith("verdict"));
        verdict = Optional.of(new Verdict(List.of(), List.of()));
        interval(1000, false, false, 100, 10);
        assertThat(view.rows(200, 40)).contains("verdict so far: valid");
        verdict = Optional.of(new Verdict(
                List.of(
                        new Reason(Reason.Kind.UNANSWERED_REQUESTS, 99.5, "3 requests without a reply"),
                        new Reason(Reason.Kind.GENERATOR_SLOW, 99, "more than half of p99 is our own time")),
                List.of()));
        interval(1500, false, false, 100, 10);
        assertThat(view.rows(200, 40))
                .contains("verdict so far: valid up to p90 - generator: more than half of p99 is our own time");
        assertThat(view.rows(70, 40)).contains("verdict so far: valid up to p90 - generator: more than half of p99 is");
        verdict = Optional.of(
                new Verdict(List.of(new Reason(Reason.Kind.WRONG_REPLIES, "3 replies were wrong")), List.of()));
        interval(2000, false, false, 100, 10);
        assertThat(view.rows(200, 40)).contains("verdict so far: INVALID - server: 3 replies were wrong");
    }

    @Test
    void saysWhatIsNotMeasuring() {
        assertThat(view.rows(80, 24)).contains("warming up");
        interval(500, true, false, 0, 0);
        assertThat(view.rows(80, 24)).contains("warming up  0.5 s");
        interval(10_500, false, true, 0, 0);
        assertThat(view.rows(80, 24)).contains("waiting for replies  10.5 s");
    }

    @Test
    void fitsAnyTerminal() {
        for (int i = 1; i < 300; i++) {
            interval(500L * i, false, false, 10, i);
        }
        for (int columns : new int[] {0, 1, 10, 80}) {
            for (int height : new int[] {0, 2, 24}) {
                assertThat(view.rows(columns, height))
                        .hasSizeLessThanOrEqualTo(Math.max(1, height - 1))
                        .allMatch(row -> row.length() <= Math.max(0, columns - 1));
            }
        }
    }

    @Test
    void aSparklineShowsTheLastValues() {
        assertThat(LiveView.sparkline(List.of(0L, 1L, 8L), 10)).isEqualTo(" \u2582\u2588");
        assertThat(LiveView.sparkline(List.of(9L, 1L, 8L), 2)).isEqualTo("\u2582\u2588");
        assertThat(LiveView.sparkline(List.of(), 2)).isEmpty();
    }
}
