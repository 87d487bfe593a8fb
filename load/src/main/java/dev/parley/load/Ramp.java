package dev.parley.load;

import dev.parley.result.Rates;
import dev.parley.result.ScheduleKind;
import java.time.Duration;

/**
 * A rate that holds, then changes evenly, then holds again.
 *
 * <pre>
 *   to                     ________
 *                      . '
 *   from  ________ . '
 *         |  hold  |  over |
 * </pre>
 *
 * @param from requests a second at first; more than 0
 * @param to requests a second in the end; more than 0
 * @param hold how long the first rate holds: the warm-up
 * @param over how long the change takes
 */
public record Ramp(double from, double to, Duration hold, Duration over) implements Schedule {
    public Ramp {
        Rates.check(from);
        Rates.check(to);
        if (hold.isNegative() || over.isNegative() || over.isZero()) {
            throw new IllegalArgumentException("a ramp takes some time");
        }
    }

    @Override
    public long startNanos(long sequence) {
        double holdSeconds = seconds(hold);
        double held = from * holdSeconds;
        if (sequence <= held) {
            return nanos(sequence / from);
        }
        double overSeconds = seconds(over);
        double sinceHold = sequence - held;
        double inRamp = (from + to) / 2 * overSeconds;
        if (sinceHold >= inRamp) {
            return nanos(holdSeconds + overSeconds + (sinceHold - inRamp) / to);
        }
        // n = from t + slope t^2 / 2, solved for t in the form that stays exact when the slope is nearly 0.
        double slope = (to - from) / overSeconds;
        return nanos(holdSeconds + 2 * sinceHold / (from + Math.sqrt(from * from + 2 * slope * sinceHold)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / Rates.NANOS_PER_SECOND;
    }

    private static long nanos(double seconds) {
        return (long) (seconds * Rates.NANOS_PER_SECOND);
    }

    @Override
    public ScheduleKind kind() {
        return ScheduleKind.RAMP;
    }

    @Override
    public String describe() {
        return "ramp from " + Rates.text(from) + "/s to " + Rates.text(to) + "/s over " + over.toMillis() + " ms";
    }
}
