package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.result.LatencyHistogram;
import java.util.List;
import org.junit.jupiter.api.Test;

class PercentileCurveTest {
    private static LatencyHistogram upTo(int count) {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int i = 1; i <= count; i++) {
            latencies.record(i * 1_000L);
        }
        return latencies;
    }

    @Test
    void curveEndsWhereTenSamplesLieAbove() {
        List<PercentileCurve.Point> curve = PercentileCurve.of(upTo(10_000));
        assertThat(curve.getFirst().nines()).isZero();
        assertThat(curve.getFirst().nanos()).isCloseTo(1_000L, within(10L));
        assertThat(curve.getLast().nines()).as("p99.9 of 10,000").isCloseTo(3, within(1e-9));
        assertThat(curve.getLast().nanos()).isCloseTo(9_990_000L, within(10_000L));
        assertThat(curve).hasSizeBetween(40, 60);
    }

    @Test
    void curveNeverFalls() {
        List<PercentileCurve.Point> curve = PercentileCurve.of(upTo(5_000));
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i).nanos())
                    .isGreaterThanOrEqualTo(curve.get(i - 1).nanos());
            assertThat(curve.get(i).nines()).isGreaterThan(curve.get(i - 1).nines());
        }
    }

    @Test
    void tooFewSamplesForAMedianAreNoCurve() {
        assertThat(PercentileCurve.of(upTo(19))).isEmpty();
        assertThat(PercentileCurve.of(upTo(20))).isNotEmpty();
    }
}
