package dev.parley.cli.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(10));

    @Test
    void theDelayDoublesUpToAnHour() {
        assertThat(policy.delayAfter(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.delayAfter(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(policy.delayAfter(5)).isEqualTo(Duration.ofSeconds(160));
        assertThat(policy.delayAfter(10)).isEqualTo(Duration.ofHours(1));
        assertThat(policy.delayAfter(Long.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
        assertThat(new RetryPolicy(3, Duration.ZERO).delayAfter(Long.MAX_VALUE)).isZero();
        assertThat(new RetryPolicy(3, Duration.ofHours(5)).delayAfter(9)).isEqualTo(Duration.ofHours(5));
    }

    @Test
    void eachKickAllowsOneMoreAttempt() {
        assertThat(policy.isLast(2, 0)).isFalse();
        assertThat(policy.isLast(3, 0)).isTrue();
        assertThat(policy.isTooMany(3, 0)).isFalse();
        assertThat(policy.isTooMany(4, 0)).isTrue();
        assertThat(policy.isTooMany(4, 1)).isFalse();
        assertThat(policy.isLast(4, 1)).isTrue();
    }
}
