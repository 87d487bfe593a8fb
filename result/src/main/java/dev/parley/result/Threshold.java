package dev.parley.result;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not be, in one expression: {@code p99>5ms}, {@code service.max>=1s}, {@code errors>0}, {@code rate<990}.
 *
 * @param text as written
 */
public record Threshold(String text, String metric, String operator, double limit) {
    private static final Pattern SHAPE =
            Pattern.compile("\\s*([A-Za-z0-9.]+)\\s*(>=|<=|>|<)\\s*([0-9]\\S*(?:\\s+[a-z]+)?)\\s*");
    private static final String SERVICE = "service.";
    private static final String TIMES = "p50|p90|p99|p99\\.9|p99\\.99|max|mean";
    private static final String NUMBERS = "errors|wrong|lost|unsent|unanswered|rate";

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Threshold parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw bad(text);
        }
        String metric = matcher.group(1);
        String limit = matcher.group(3).replaceAll("\\s", "");
        boolean time = withoutClock(metric).matches(TIMES);
        if (!time && !metric.matches(NUMBERS)) {
            throw bad(text);
        }
        try {
            double value = time ? Durations.parse(limit).toNanos() : Rates.parse(limit);
            return new Threshold(text.strip(), metric, matcher.group(2), value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(bad(text).getMessage(), e);
        }
    }

    private static String withoutClock(String metric) {
        return metric.startsWith(SERVICE) ? metric.substring(SERVICE.length()) : metric;
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("'" + Quoted.of(text) + "' is an invalid threshold; expected p99>5ms, "
                + "service.max>=1s, errors>0 or rate<990 (p50 p90 p99 p99.9 p99.99 max mean; errors wrong lost unsent "
                + "unanswered rate)");
    }

    /** Why this result crosses the threshold, or null. What was not measured crosses it, because it cannot be shown to be kept. */
    public @Nullable String crossedBy(LoadResult result) {
        OptionalDouble value = value(result.measured());
        if (value.isEmpty()) {
            return text + ": " + metric + " not reported, too few replies";
        }
        double is = value.getAsDouble();
        return holds(is) ? text + ": it is " + (isTime() ? is / 1e6 + " ms" : Rates.text(is)) : null;
    }

    /** True when this value satisfies the expression. */
    public boolean holds(double value) {
        return switch (operator) {
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            case "<" -> value < limit;
            default -> value <= limit;
        };
    }

    /** True for nanoseconds, false for a number. */
    public boolean isTime() {
        return withoutClock(metric).matches(TIMES);
    }

    /** Nanoseconds or a number; empty when there are too few replies. */
    public OptionalDouble value(LoadResult.Measured measured) {
        return switch (metric) {
            case "errors" -> number(measured.errors());
            case "wrong" -> number(measured.count(Outcome.WRONG));
            case "lost" -> number(measured.count(Outcome.LOST));
            case "unsent" -> number(measured.count(Outcome.UNSENT));
            case "unanswered" -> number(measured.unanswered());
            case "rate" -> OptionalDouble.of(measured.repliesPerSecond());
            // Refusals may come fast; they are not response times.
            default ->
                measured.service().count() == 0
                        ? OptionalDouble.empty()
                        : time(
                                metric.startsWith(SERVICE) ? measured.service() : measured.response(),
                                withoutClock(metric));
        };
    }

    private static OptionalDouble number(long value) {
        return OptionalDouble.of((double) value);
    }

    private static OptionalDouble time(LatencyHistogram latencies, String name) {
        if (latencies.count() == 0) {
            return OptionalDouble.empty();
        }
        return switch (name) {
            case "max" -> number(latencies.maxNanos());
            case "mean" -> OptionalDouble.of(latencies.meanNanos());
            default -> {
                OptionalLong nanos = latencies.percentileNanos(Double.parseDouble(name.substring(1)));
                yield nanos.isPresent() ? number(nanos.getAsLong()) : OptionalDouble.empty();
            }
        };
    }
}
