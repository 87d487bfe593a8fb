package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateCurveTest {
    private static final int SEARCHES = 200;

    @Test
    void liesWhereHalfOfTheTrialsPass() {
        double[] rates = {1000, 2000, 4000, 2830, 3360, 3090, 3090, 3090, 3360, 3360, 3360, 3090};
        boolean[] passed = {true, true, false, true, false, true, true, true, false, false, false, true};
        RateCurve curve = RateCurve.through(rates, passed).orElseThrow();
        assertThat(curve.perSecond()).isBetween(3090.0, 3360.0);
        assertThat(curve.lowPerSecond()).isBetween(2900.0, 3200.0);
        assertThat(curve.highPerSecond()).isBetween(3250.0, 3600.0);
    }

    @Test
    void isUnknownWhereAllTrialsCameToTheSame() {
        assertThat(RateCurve.through(new double[] {1000, 2000}, new boolean[] {true, true}))
                .isEmpty();
        assertThat(RateCurve.through(new double[] {1000, 500}, new boolean[] {false, false}))
                .isEmpty();
        assertThat(RateCurve.through(List.of())).isEmpty();
    }

    /** Whole searches, of servers whose trials pass by chance around their true rate: sharp cliffs and blurred ones. */
    @ParameterizedTest
    @Tag("slow")
    @ValueSource(doubles = {0.003, 0.03})
    void itsIntervalHoldsTheTrueRateInNinetyFiveOfAHundredSearches(double width) {
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int i = 0; i < SEARCHES; i++) {
            double truth = Math.exp(Math.log(2_000) + random.nextDouble() * Math.log(100));
            List<Double> rates = new ArrayList<>();
            List<Boolean> passed = new ArrayList<>();
            RateSearch search = new RateSearch(10, 1000, 10_000_000, 5);
            for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
                double rate = next.getAsDouble();
                boolean passes = random.nextDouble() < 1 / (1 + Math.exp(Math.log(rate / truth) / width));
                rates.add(rate);
                passed.add(passes);
                search.record(passes ? Decision.PASS : Decision.FAIL);
            }
            boolean[] outcomes = new boolean[passed.size()];
            for (int trial = 0; trial < outcomes.length; trial++) {
                outcomes[trial] = passed.get(trial);
            }
            RateCurve curve = RateCurve.through(
                            rates.stream().mapToDouble(Double::doubleValue).toArray(), outcomes)
                    .orElseThrow();
            held += curve.lowPerSecond() <= truth && truth <= curve.highPerSecond() ? 1 : 0;
        }
        double share = (double) held / SEARCHES;
        System.out.printf("cliff of width %.3f: the interval holds the true rate in %.1f %%%n", width, 100 * share);
        // Of 200 searches a standard deviation is 1.5 %.
        assertThat(share).isGreaterThan(0.915);
    }
}
