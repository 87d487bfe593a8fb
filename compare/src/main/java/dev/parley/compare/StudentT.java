package dev.parley.compare;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/** Student's t distribution, for any number of degrees of freedom above 0, also between whole ones; infinite is the normal one. */
final class StudentT {
    private static final int HALVINGS = 60;

    private StudentT() {}

    /** How probable a value outside of ±t is: the p-value of a two-sided test. */
    static double twoSided(double t, double degreesOfFreedom) {
        if (Double.isInfinite(degreesOfFreedom)) {
            return Erfc.value(Math.abs(t) / Math.sqrt(2));
        }
        return Double.isInfinite(t)
                ? 0
                : RegularizedBeta.value(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 1.0 / 2);
    }

    /** The t outside of which, to either side, a value lies with this probability. */
    static double critical(double probability, double degreesOfFreedom) {
        double low = 0;
        double high = 1;
        while (twoSided(high, degreesOfFreedom) > probability) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (twoSided(middle, degreesOfFreedom) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
