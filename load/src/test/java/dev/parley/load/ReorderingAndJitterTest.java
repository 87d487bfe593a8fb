package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReorderingAndJitterTest {
    private static final Offset<Double> ROUNDING = within(1e-9);

    private final ReorderingAndJitter reordering = new ReorderingAndJitter();

    /** |D| is 16, 8, 0: J is 16/16 = 1, then 1 + (8 - 1)/16 = 1.4375, then 1.4375 - 1.4375/16 = 1.34765625. */
    @Test
    void jitterIsThatOfRfc3550WorkedOutByHand() {
        reordering.add(1, 100);
        reordering.add(2, 116);
        assertThat(reordering.jitterNanos().orElseThrow()).isCloseTo(1, ROUNDING);
        reordering.add(3, 108);
        assertThat(reordering.jitterNanos().orElseThrow()).isCloseTo(1.4375, ROUNDING);
        reordering.add(4, 108);
        assertThat(reordering.jitterNanos().orElseThrow()).isCloseTo(1.34765625, ROUNDING);
    }

    @Test
    void jitterNeedsTwoReplies() {
        assertThat(reordering.jitterNanos()).isEmpty();
        reordering.add(1, 100);
        assertThat(reordering.jitterNanos()).isEmpty();
        reordering.add(2, 100);
        assertThat(reordering.jitterNanos()).hasValue(0);
    }

    /** By the definition of RFC 4737: of 1 2 5 3 4 6 those numbered 3 and 4. */
    @Test
    void overtakenRepliesAreReorderedAndOvertakingOnesAreNot() {
        long[] order = {1, 2, 5, 3, 4, 6};
        boolean[] reordered = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            reordered[i] = reordering.add(order[i], 100);
        }
        assertThat(reordered).containsExactly(false, false, false, true, true, false);
    }
}
