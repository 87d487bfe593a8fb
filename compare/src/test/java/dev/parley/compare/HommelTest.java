package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the definition: a closed test, which looks at all sets of hypotheses, each by Simes' test. */
class HommelTest {
    private static final int MOST = 7;

    /** The largest p-value that Simes' test gives to any set that holds this one. */
    private static double byDefinition(double[] pValues, int which) {
        double most = 0;
        for (int set = 1; set < 1 << pValues.length; set++) {
            if ((set >> which & 1) == 1) {
                most = Math.max(most, simes(pValues, set));
            }
        }
        return most;
    }

    private static double simes(double[] pValues, int set) {
        double[] chosen = new double[Integer.bitCount(set)];
        int next = 0;
        for (int i = 0; i < pValues.length; i++) {
            if ((set >> i & 1) == 1) {
                chosen[next++] = pValues[i];
            }
        }
        Arrays.sort(chosen);
        double least = 1;
        for (int rank = 1; rank <= chosen.length; rank++) {
            least = Math.min(least, chosen.length * chosen[rank - 1] / rank);
        }
        return least;
    }

    private static double[] holm(double[] pValues) {
        double[] adjusted = new double[pValues.length];
        double[] sorted = pValues.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < pValues.length; i++) {
            for (int k = 0; k < sorted.length && sorted[k] <= pValues[i]; k++) {
                adjusted[i] = Math.max(adjusted[i], Math.min(1, (sorted.length - k) * sorted[k]));
            }
        }
        return adjusted;
    }

    @Test
    void isTheClosedTestOfSimesAndNeverShowsLessThanHolm() {
        SplittableRandom random = new SplittableRandom(8);
        for (int table = 0; table < 2_000; table++) {
            double[] pValues = new double[1 + random.nextInt(MOST)];
            Arrays.setAll(pValues, _ -> Math.pow(random.nextDouble(), 1 + random.nextInt(4)));
            double[] adjusted = Hommel.adjusted(pValues);
            double[] holm = holm(pValues);
            for (int i = 0; i < pValues.length; i++) {
                assertThat(adjusted[i])
                        .as("%d of %s", i, Arrays.toString(pValues))
                        .isCloseTo(byDefinition(pValues, i), within(1e-12))
                        .isLessThanOrEqualTo(holm[i] + 1e-12)
                        .isGreaterThanOrEqualTo(pValues[i]);
            }
        }
    }

    @Test
    void testsThatAgreeCostNothingAndNoneIsNoError() {
        assertThat(Hommel.adjusted(new double[] {0.03, 0.03, 0.03})).containsOnly(0.03);
        assertThat(Hommel.adjusted(new double[] {0.5})).containsExactly(0.5);
        assertThat(Hommel.adjusted(new double[0])).isEmpty();
    }
}
