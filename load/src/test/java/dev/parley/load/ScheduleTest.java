package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "1,       0,          0",
        "1,       1,          1000000000",
        "100,     10000,      100000000000",
        "5000,    3,          600000",
        "3,       1,          333333333",
        "3,       3,          1000000000",
        "0.5,     1,          2000000000",
        "3,       3000,       1000000000000",
        "40000,   400000000,  10000000000000",
    })
    void constantRateIsEvenAndDoesNotDrift(double perSecond, long sequence, long nanos) {
        assertThat(new ConstantRate(perSecond).startNanos(sequence)).isCloseTo(nanos, within(1L));
    }

    /** From 100/s to 300/s in 10 s are 2,000, of which 750 in the first half. */
    @ParameterizedTest
    @CsvSource({
        "0,     0",
        "750,   5000000000",
        "2000,  10000000000",
        "2300,  11000000000",
    })
    void rampRisesEvenlyThenHolds(long sequence, long nanos) {
        Schedule ramp = new Ramp(100, 300, Duration.ofSeconds(10));
        assertThat(ramp.startNanos(sequence)).isCloseTo(nanos, within(1_000L));
    }

    @Test
    void rampDownAndFlatRampStayExact() {
        Schedule down = new Ramp(300, 100, Duration.ofSeconds(10));
        assertThat(down.startNanos(1250)).isCloseTo(5 * SECOND, within(1_000L));
        Schedule flat = new Ramp(100, 100, Duration.ofSeconds(10));
        assertThat(flat.startNanos(123)).isCloseTo(1_230_000_000L, within(1_000L));
    }

    @Test
    void poissonHasTheTargetMeanAndExponentialGaps() {
        Schedule poisson = new PoissonRate(1000, 7);
        int requests = 100_000;
        // The sum of n gaps has a standard deviation of sqrt(n) gaps: 0.3 % here. Five of them are allowed.
        assertThat(poisson.startNanos(requests) / 1e9).isCloseTo(100.0, within(1.6));
        long longerThanMean = 0;
        for (int n = 0; n < requests; n++) {
            long gap = poisson.startNanos(n + 1) - poisson.startNanos(n);
            assertThat(gap).isNotNegative();
            longerThanMean += gap > 1_000_000 ? 1 : 0;
        }
        assertThat(longerThanMean / (double) requests).isCloseTo(Math.exp(-1), within(0.008));
    }

    @Test
    void poissonIsTheSameInAnyOrderForTheSameSeedOnly() {
        Schedule forward = new PoissonRate(5000, 42);
        Schedule random = new PoissonRate(5000, 42);
        Schedule other = new PoissonRate(5000, 43);
        long[] starts = new long[20_000];
        for (int n = 0; n < starts.length; n++) {
            starts[n] = forward.startNanos(n);
        }
        for (int i = 0; i < 500; i++) {
            int n = ThreadLocalRandom.current().nextInt(starts.length);
            assertThat(random.startNanos(n)).as("request %d", n).isEqualTo(starts[n]);
        }
        assertThat(other.startNanos(1000)).isNotEqualTo(starts[1000]);
    }

    @Test
    void rampWarmsUpAtTheRateWithWhichItBegins() {
        assertThat(new Ramp(100, 300, Duration.ofSeconds(10)).warmUp()).isEqualTo(new ConstantRate(100));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 2e9})
    void impossibleRatesAreRefused(double perSecond) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConstantRate(perSecond));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonRate(perSecond, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(perSecond, 1, Duration.ofSeconds(1)));
    }
}
