package dev.parley.result;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not be, in one expression: {@code p99>5ms}, {@code service.max>=1s}, {@code errors>0}, {@code rate<990}, or
 * {@code untrustworthy}.
 *
 * @param text as written
 * @param ofService true for service times, false for response times and for numbers
 * @param limit nanoseconds or a number
 */
public record Threshold(String text, boolean ofService, ThresholdMetric metric, Operator operator, double limit) {
    /** How a value stands to the limit. */
    public enum Operator {
        MORE(">"),
        AT_LEAST(">="),
        LESS("<"),
        AT_MOST("<=");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        private static Operator of(String text) {
            for (Operator operator : values()) {
                if (operator.text.equals(text)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException(text);
        }

        private boolean holds(double value, double limit) {
            return switch (this) {
                case MORE -> value > limit;
                case AT_LEAST -> value >= limit;
                case LESS -> value < limit;
                case AT_MOST -> value <= limit;
            };
        }
    }

    /** What precedes the name of a service time. */
    public static final String SERVICE = "service.";

    private static final Pattern SHAPE =
            Pattern.compile("\\s*(service\\.)?([A-Za-z0-9.]+)\\s*(>=|<=|>|<)\\s*([0-9]\\S*(?:\\s+[a-z]+)?)\\s*");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Threshold parse(String text) {
        if (text.strip().equals(ThresholdMetric.UNTRUSTWORTHY.text())) {
            return new Threshold(text.strip(), false, ThresholdMetric.UNTRUSTWORTHY, Operator.MORE, 0);
        }
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw bad(text);
        }
        boolean ofService = matcher.group(1) != null;
        ThresholdMetric metric = ThresholdMetric.named(matcher.group(2)).orElseThrow(() -> bad(text));
        if (ofService && !metric.isTime()) {
            throw bad(text);
        }
        String limit = matcher.group(4).replaceAll("\\s", "");
        try {
            double value = metric.isTime() ? Durations.parse(limit).toNanos() : Rates.parse(limit);
            return new Threshold(text.strip(), ofService, metric, Operator.of(matcher.group(3)), value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(bad(text).getMessage(), e);
        }
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("'" + Quoted.of(text) + "' is an invalid threshold; expected p99>5ms, "
                + "service.max>=1s, errors>0, rate<990 or untrustworthy ("
                + ThresholdMetric.texts(ThresholdMetric::isTime) + "; "
                + ThresholdMetric.texts(metric -> !metric.isTime()) + ")");
    }

    /** Why this result crosses the threshold, or null. What was not measured crosses it, because it cannot be shown to be kept. */
    public @Nullable String crossedBy(LoadResult result) {
        if (metric == ThresholdMetric.UNTRUSTWORTHY) {
            return result.verdict().trustworthy()
                    ? null
                    : text + ": the result is " + result.verdict().text();
        }
        OptionalDouble value = value(result.measured());
        if (value.isEmpty()) {
            return text + ": " + (ofService ? SERVICE : "") + metric.text() + " not reported, too few replies";
        }
        double is = value.getAsDouble();
        return holds(is) ? text + ": it is " + (metric.isTime() ? is / 1e6 + " ms" : Rates.text(is)) : null;
    }

    /** True when this value satisfies the expression. */
    public boolean holds(double value) {
        return operator.holds(value, limit);
    }

    /** Nanoseconds or a number; empty when there are too few replies. */
    public OptionalDouble value(LoadResult.Measured measured) {
        return metric.of(measured, ofService ? measured.service() : measured.response());
    }
}
