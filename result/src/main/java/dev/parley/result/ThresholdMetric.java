package dev.parley.result;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a {@link Threshold} limits: a time, of either clock, or a number. */
public enum ThresholdMetric {
    P50(50),
    P90(90),
    P99(99),
    P99_9(99.9),
    P99_99(99.99),
    MAX(true),
    MEAN(true),
    ERRORS(false),
    WRONG(false),
    LOST(false),
    UNSENT(false),
    UNANSWERED(false),
    RATE(false),
    /** The verdict: it stands alone, without a limit. */
    UNTRUSTWORTHY(false);

    private final boolean time;
    private final OptionalDouble percent;

    ThresholdMetric(double percent) {
        this.time = true;
        this.percent = OptionalDouble.of(percent);
    }

    ThresholdMetric(boolean time) {
        this.time = time;
        this.percent = OptionalDouble.empty();
    }

    /** The one that people write so. */
    static Optional<ThresholdMetric> named(String text) {
        return Arrays.stream(values())
                .filter(metric -> metric != UNTRUSTWORTHY && metric.text().equals(text))
                .findFirst();
    }

    /** The texts of those that pass, for display. */
    public static String texts(Predicate<ThresholdMetric> passes) {
        return Arrays.stream(values())
                .filter(passes.and(metric -> metric != UNTRUSTWORTHY))
                .map(ThresholdMetric::text)
                .collect(Collectors.joining(" "));
    }

    /** As people write it: {@code p99.9}, {@code errors}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** True for nanoseconds, false for a number. */
    public boolean isTime() {
        return time;
    }

    /** 99.9 of {@link #P99_9}; empty for what is not a percentile. */
    public OptionalDouble percent() {
        return percent;
    }

    /**
     * Nanoseconds or a number; empty when there are too few replies.
     *
     * @param times those of the clock in question
     */
    OptionalDouble of(LoadResult.Measured measured, LatencyHistogram times) {
        return switch (this) {
            case ERRORS -> number(measured.errors());
            case WRONG -> number(measured.count(Outcome.WRONG));
            case LOST -> number(measured.count(Outcome.LOST));
            case UNSENT -> number(measured.count(Outcome.UNSENT));
            case UNANSWERED -> number(measured.unanswered());
            case RATE -> OptionalDouble.of(measured.repliesPerSecond());
            case UNTRUSTWORTHY -> OptionalDouble.empty();
            // Refusals may come fast; they are not response times.
            default -> measured.service().count() == 0 || times.count() == 0 ? OptionalDouble.empty() : of(times);
        };
    }

    private static OptionalDouble number(long value) {
        return OptionalDouble.of((double) value);
    }

    private OptionalDouble of(LatencyHistogram times) {
        if (percent.isPresent()) {
            OptionalLong nanos = times.percentileNanos(percent.getAsDouble());
            return nanos.isPresent() ? number(nanos.getAsLong()) : OptionalDouble.empty();
        }
        return OptionalDouble.of(this == MAX ? times.maxNanos() : times.meanNanos());
    }
}
