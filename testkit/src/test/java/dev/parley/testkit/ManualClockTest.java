package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void standsStillUntilAdvanced() {
        long start = clock.getAsLong();

        assertThat(clock.getAsLong() - start).isZero();
        clock.advance(Duration.ofSeconds(2));
        assertThat(clock.getAsLong() - start).isEqualTo(2_000_000_000L);
    }

    @Test
    void overflowsAsNanoTimeMay() {
        assertThat(clock.getAsLong()).isPositive();
        clock.advance(Duration.ofSeconds(1));
        assertThat(clock.getAsLong()).isNegative();
    }

    @Test
    void doesNotGoBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
