package dev.parley.compare;

/**
 * By how much a metric of one group differs from the baseline's, with the interval that holds the true difference in 95 of
 * 100 cases.
 *
 * @param baseline in nanoseconds or replies a second
 * @param value of the other group, likewise
 * @param percent of the baseline; positive is more
 * @param lowPercent the interval's lower end
 * @param highPercent its upper end
 */
public record Difference(
        Metric metric, double baseline, double value, double percent, double lowPercent, double highPercent) {
    /** True when the interval leaves "no difference" out. */
    public boolean isShown() {
        return lowPercent > 0 || highPercent < 0;
    }

    /** How many times the baseline the other group has. */
    public double ratio() {
        return value / baseline;
    }

    /** Half of the interval, in percent of the baseline: the s of ±s. */
    public double halfWidthPercent() {
        return (highPercent - lowPercent) / 2;
    }

    /** By how much it got worse; negative where it got better. */
    public double worsePercent() {
        return metric.isTime() ? percent : -percent;
    }

    /** The worst that the interval holds. */
    public double worstPercent() {
        return metric.isTime() ? highPercent : -lowPercent;
    }

    /** The best that it holds. */
    public double bestPercent() {
        return metric.isTime() ? lowPercent : -highPercent;
    }
}
