package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private static final long MILLI = 1_000_000L;

    /** 1,000 replies in 1 s: response 1 ms but 20 of 8 ms, service 1 ms; 3 wrong, 2 lost. */
    private static LoadResult result() {
        LatencyHistogram response = new LatencyHistogram();
        LatencyHistogram service = new LatencyHistogram();
        for (int i = 0; i < 1000; i++) {
            response.record(i < 980 ? MILLI : 8 * MILLI);
            service.record(MILLI);
        }
        LoadResult.Measured measured = new MeasuredBuilder(response, service, 1_000 * MILLI)
                .counts(Map.of(Outcome.WRONG, 3L, Outcome.LOST, 2L), Map.of(Counter.DUE, 1000L, Counter.SENT, 1000L))
                .build();
        return LoadResult.of(Settings.echo(1), Settings.ENVIRONMENT, Instant.EPOCH, measured, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "p99>5ms, true",
        "p99>9ms, false",
        "p90>5ms, false",
        "max>=7990us, true",
        "service.p99>5ms, false",
        "service.max>0.9ms, true",
        "mean<2ms, true",
        "errors>0, true",
        "errors>5, false",
        "errors>=5, true",
        "wrong>2, true",
        "lost>2, false",
        "unsent>0, false",
        "unanswered>1, true",
        "unanswered>2, false",
        "mean>1.2ms, false",
        "service.mean>=1ms, true",
        "rate<990, false",
        "rate<=1000, true",
        "' p50 > 1 s ', false",
        "max>0.5ms, true",
        "max>1m30s, false",
        "errors>0.004k, true",
        "rate<0.9k, false",
        "rate<=1e3, true",
    })
    void holdsOrNot(String text, boolean crossed) {
        String why = Threshold.parse(text).crossedBy(result());
        assertThat(why != null).as("%s: %s", text, why).isEqualTo(crossed);
    }

    /** It cannot be shown to be kept. */
    @Test
    void percentileWithTooFewSamplesCrossesItsThreshold() {
        assertThat(Threshold.parse("p99.9>1s").crossedBy(result())).contains("too few");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "p98>1ms",
                "p99>5",
                "p99=5ms",
                "p99>ms",
                "errors>1ms",
                "service.errors>0",
                "rate",
                "5ms<p99"
            })
    void everythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.parse(text))
                .withMessageContaining("expected p99>5ms")
                .withMessageEndingWith("(p50 p90 p99 p99.9 p99.99 max mean; errors wrong lost unsent unanswered rate)");
    }
}
