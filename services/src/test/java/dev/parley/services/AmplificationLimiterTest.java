package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.ManualClock;
import dev.parley.testkit.MemoryPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmplificationLimiterTest {
    private final ManualClock clock = new ManualClock();
    private final AmplificationLimiter limiter = new AmplificationLimiter(clock);

    @Test
    void allowsABurstThenARate() {
        assertThat(spentOf(200, "127.0.0.1")).isEqualTo(AmplificationLimiter.BURST);

        clock.advance(Duration.ofMillis(100));
        assertThat(spentOf(200, "127.0.0.1")).isEqualTo(AmplificationLimiter.PER_SECOND / 10);
        clock.advance(Duration.ofHours(1));
        assertThat(spentOf(200, "127.0.0.1")).isEqualTo(AmplificationLimiter.BURST);
    }

    @Test
    void countsWhatIsEarnedBetweenRefusals() {
        spentOf(AmplificationLimiter.BURST, "127.0.0.1");
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMillis(5));
            assertThat(spentOf(1, "127.0.0.1")).isZero();
        }
        clock.advance(Duration.ofMillis(6));

        assertThat(spentOf(2, "127.0.0.1")).isEqualTo(1);
    }

    @Test
    void countsAnIpv6AddressByItsHostToo() {
        spentOf(AmplificationLimiter.BURST, "::1");

        assertThat(spentOf(1, "::1")).isZero();
        assertThat(spentOf(1, "::2")).isEqualTo(1);
    }

    @Test
    void forgetsTheAddressNotSeenForLongest() {
        spentOf(AmplificationLimiter.BURST, "10.0.0.1");
        assertThat(spentOf(1, "10.0.0.1")).isZero();

        for (int i = 0; i < 10_000; i++) {
            spentOf(1, "10.1." + i / 256 + "." + i % 256);
        }

        assertThat(spentOf(1, "10.0.0.1")).as("a forgotten address starts anew").isEqualTo(1);
    }

    private int spentOf(int tries, String host) {
        int spent = 0;
        for (int i = 0; i < tries; i++) {
            spent += limiter.spend(new MemoryPeer(i, host, i + 1, false)) ? 1 : 0;
        }
        return spent;
    }
}
