package dev.parley.compare;

/** By how many standard errors an interval of 95 % reaches to each side when the error itself is known from few values. */
final class StudentT {
    /** For 1 to 10 degrees of freedom, from any table. */
    private static final double[] FEW = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};

    private static final double NORMAL = 1.95996;

    private StudentT() {}

    /** @param degreesOfFreedom 1 or more, maybe infinite; between whole ones in a straight line */
    static double of(double degreesOfFreedom) {
        if (degreesOfFreedom >= FEW.length) {
            double v = degreesOfFreedom; // Cornish and Fisher's expansion, three terms: right to 0.001 from 10 on
            return NORMAL + 2.3722 / v + 2.8225 / (v * v) + 2.556 / (v * v * v);
        }
        int below = (int) Math.max(1, Math.floor(degreesOfFreedom));
        double part = Math.max(1, degreesOfFreedom) - below;
        return FEW[below - 1] + part * (FEW[below] - FEW[below - 1]);
    }
}
