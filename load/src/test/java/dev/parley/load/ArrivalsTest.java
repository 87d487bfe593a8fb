package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Offset<Double> ROUNDING = within(1e-9);

    private final Arrivals arrivals = new Arrivals();

    /** |D| is 16, 8, 0: J is 16/16 = 1, then 1 + (8 - 1)/16 = 1.4375, then 1.4375 - 1.4375/16 = 1.34765625. */
    @Test
    void jitterIsThatOfRfc3550WorkedOutByHand() {
        arrivals.add(1, 100);
        arrivals.add(2, 116);
        assertThat(arrivals.jitterNanos().orElseThrow()).isCloseTo(1, ROUNDING);
        arrivals.add(3, 108);
        assertThat(arrivals.jitterNanos().orElseThrow()).isCloseTo(1.4375, ROUNDING);
        arrivals.add(4, 108);
        assertThat(arrivals.jitterNanos().orElseThrow()).isCloseTo(1.34765625, ROUNDING);
    }

    @Test
    void jitterNeedsTwoReplies() {
        assertThat(arrivals.jitterNanos()).isEmpty();
        arrivals.add(1, 100);
        assertThat(arrivals.jitterNanos()).isEmpty();
        arrivals.add(2, 100);
        assertThat(arrivals.jitterNanos()).hasValue(0);
    }

    /** By the definition of RFC 4737: of 1 2 5 3 4 6 those numbered 3 and 4. */
    @Test
    void overtakenRepliesAreReorderedAndThoseWhoOvertakeAreNot() {
        long[] order = {1, 2, 5, 3, 4, 6};
        boolean[] reordered = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            reordered[i] = arrivals.add(order[i], 100);
        }
        assertThat(reordered).containsExactly(false, false, false, true, true, false);
    }
}
