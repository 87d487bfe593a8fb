package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Threshold;
import dev.parley.result.Threshold.Operator;
import dev.parley.result.ThresholdMetric;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective: an upper limit on one metric, {@code p99<2ms}, {@code max<=50ms}, {@code errors<1}. Times are
 * response times.
 *
 * @param limit the same as an expression
 */
public record Objective(Threshold limit) {
    private static final double WHOLE = 100;
    /** For what is not a percentile: as many as the median needs. */
    private static final double LEAST_PERCENT = 50;

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Objective parse(String text) {
        Threshold limit;
        try {
            limit = Threshold.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(text, e);
        }
        boolean upper = limit.operator() == Operator.LESS || limit.operator() == Operator.AT_MOST;
        if (!upper || limit.metric() == ThresholdMetric.RATE) {
            throw bad(text, null);
        }
        if (limit.ofService()) {
            throw new IllegalArgumentException(
                    "'" + limit.text() + "': an objective is about response time, which is what users wait; leave '"
                            + Threshold.SERVICE + "' out");
        }
        return new Objective(limit);
    }

    private static IllegalArgumentException bad(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + text.replaceAll("\\p{Cntrl}", "?")
                        + "' is an invalid objective; expected p99<2ms, max<=50ms or errors<1 ("
                        + ThresholdMetric.texts(ThresholdMetric::isTime) + "; "
                        + ThresholdMetric.texts(metric -> !metric.isTime() && metric != ThresholdMetric.RATE) + ")",
                cause);
    }

    /** As written. */
    public String text() {
        return limit.text();
    }

    /** {@code p99}. */
    public String metric() {
        return limit.metric().text();
    }

    /** True for nanoseconds, false for a number. */
    public boolean isTime() {
        return limit.metric().isTime();
    }

    /** What was measured of it; empty when there are too few replies. */
    OptionalDouble value(LoadResult.Measured measured) {
        return limit.value(measured);
    }

    /** 99 of p99; 100 of what every request decides. */
    double percent() {
        return limit.metric().percent().orElse(WHOLE);
    }

    boolean isMetBy(double value) {
        return limit.holds(value);
    }

    /** How many requests it takes to decide. */
    long samplesNeeded() {
        return LatencyHistogram.samplesNeeded(limit.metric().percent().orElse(LEAST_PERCENT));
    }
}
