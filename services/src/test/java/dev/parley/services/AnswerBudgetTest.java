package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.ManualClock;
import dev.parley.testkit.MemoryPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerBudgetTest {
    private final ManualClock clock = new ManualClock();
    private final AnswerBudget budget = new AnswerBudget(clock);

    @Test
    void allowsABurstThenARate() {
        assertThat(spentOf(200, "127.0.0.1:1")).isEqualTo(AnswerBudget.BURST);

        clock.advance(Duration.ofMillis(100));
        assertThat(spentOf(200, "127.0.0.1:2")).isEqualTo(AnswerBudget.PER_SECOND / 10);
        clock.advance(Duration.ofHours(1));
        assertThat(spentOf(200, "127.0.0.1:3")).isEqualTo(AnswerBudget.BURST);
    }

    @Test
    void countsWhatIsEarnedBetweenRefusals() {
        spentOf(AnswerBudget.BURST, "127.0.0.1:1");
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMillis(5));
            assertThat(spentOf(1, "127.0.0.1:1")).isZero();
        }
        clock.advance(Duration.ofMillis(6));

        assertThat(spentOf(2, "127.0.0.1:1")).isEqualTo(1);
    }

    @Test
    void knowsAnIpv6AddressByItsHostToo() {
        spentOf(AnswerBudget.BURST, "[::1]:1");

        assertThat(spentOf(1, "[::1]:2")).isZero();
        assertThat(spentOf(1, "[::2]:1")).isEqualTo(1);
    }

    @Test
    void forgetsTheAddressNotSeenForLongest() {
        spentOf(AnswerBudget.BURST, "10.0.0.1:1");
        assertThat(spentOf(1, "10.0.0.1:1")).isZero();

        for (int i = 0; i < 10_000; i++) {
            spentOf(1, "10.1." + i / 256 + "." + i % 256 + ":1");
        }

        assertThat(spentOf(1, "10.0.0.1:1"))
                .as("a forgotten address starts anew")
                .isEqualTo(1);
    }

    private int spentOf(int tries, String address) {
        int spent = 0;
        for (int i = 0; i < tries; i++) {
            spent += budget.spend(new MemoryPeer(0, address, false)) ? 1 : 0;
        }
        return spent;
    }
}
