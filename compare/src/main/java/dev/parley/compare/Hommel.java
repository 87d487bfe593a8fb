package dev.parley.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction for many tests, as sharpened by Hommel, "A stagewise rejective multiple test procedure" (Biometrika 75,
 * 1988): what Holm shows is shown here as well. The metrics of one comparison go up and down together, and Holm gives away much
 * where they do. It relies on Simes' inequality, which holds for tests that agree as these do, and for independent ones.
 */
final class Hommel {
    private Hommel() {}

    /**
     * The p-values after the correction, in the order they came: at most one table in twenty has one of 0.05 or less where
     * nothing differs.
     */
    static double[] adjusted(double[] pValues) {
        int n = pValues.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted = Arrays.stream(order).mapToDouble(i -> pValues[i]).toArray();
        double[] most = sorted.clone();
        for (int size = n; size >= 1; size--) {
            // Simes' p-value of the largest ones with any further one, for sets of this size: Wright, Biometrics 48
            // (1992).
            int others = n - size + 1;
            double simes = Double.POSITIVE_INFINITY;
            for (int rank = 2; rank <= size; rank++) {
                simes = Math.min(simes, size * sorted[others + rank - 2] / rank);
            }
            for (int i = 0; i < n; i++) {
                double own =
                        i < others ? Math.min(simes, size * sorted[i]) : Math.min(simes, size * sorted[others - 1]);
                most[i] = Math.max(most[i], own);
            }
        }
        double[] adjusted = new double[n];
        for (int i = 0; i < n; i++) {
            adjusted[order[i]] = Math.min(1, most[i]);
        }
        return adjusted;
    }
}
