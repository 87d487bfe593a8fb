package dev.parley.compare;

import java.util.SplittableRandom;

/** Random numbers of distributions the JDK has none of. */
final class Draws {
    private static final double THIRD = 1.0 / 3;

    private Draws() {}

    /**
     * A gamma variate of scale 1, by Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
     *
     * @param shape 1 or more
     */
    static double gamma(double shape, SplittableRandom random) {
        double d = shape - THIRD;
        double c = THIRD / Math.sqrt(d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                if (Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /**
     * Where in its population, from 0 to 1, the k-th smallest of n samples is: a beta variate of k and n - k + 1. So the
     * percentile of a resample of millions of values is one draw.
     */
    static double orderStatistic(long k, long n, SplittableRandom random) {
        double below = gamma((double) k, random);
        double above = gamma((double) (n - k + 1), random);
        return below / (below + above);
    }
}
