package dev.parley.join;

import dev.parley.load.ConstantRate;
import dev.parley.load.PoissonRate;
import dev.parley.load.Ramp;
import dev.parley.load.Schedule;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ScheduleKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in plain values, exact to the last digit: all generators must have the same one.
 *
 * @param perSecond of a ramp, at first; 0 in a closed loop
 * @param toPerSecond of a ramp, in the end; else 0
 * @param overNanos how long a ramp takes; else 0
 * @param seed of a Poisson schedule, as a text since it may be negative; else empty
 */
public record ScheduleSettings(String kind, double perSecond, double toPerSecond, long overNanos, String seed) {
    /** @throws IllegalArgumentException for one that cannot be divided; with a text for the user */
    static ScheduleSettings of(@Nullable Schedule schedule) {
        return switch (schedule) {
            case null -> new ScheduleSettings(ScheduleKind.CLOSED.text(), 0, 0, 0, "");
            case ConstantRate rate -> new ScheduleSettings(rate.kind().text(), rate.perSecond(), 0, 0, "");
            case PoissonRate rate ->
                new ScheduleSettings(rate.kind().text(), rate.perSecond(), 0, 0, Long.toString(rate.seed()));
            case Ramp ramp ->
                new ScheduleSettings(
                        ramp.kind().text(), ramp.from(), ramp.to(), ramp.over().toNanos(), "");
            default ->
                throw new IllegalArgumentException(
                        "several generators take a constant rate, a ramp, --poisson or --closed");
        };
    }

    /**
     * The schedule; null for a closed loop.
     *
     * @throws ResultFormatException when there is no such kind
     * @throws IllegalArgumentException when a value is out of range
     */
    @Nullable
    Schedule schedule() throws ResultFormatException {
        return switch (ScheduleKind.of(kind)) {
            case CLOSED -> null;
            case CONSTANT -> new ConstantRate(perSecond);
            case POISSON -> new PoissonRate(perSecond, Long.parseLong(seed));
            case RAMP -> new Ramp(perSecond, toPerSecond, Duration.ofNanos(overNanos));
            default -> throw new IllegalArgumentException("a schedule that is not known here: " + kind);
        };
    }
}
