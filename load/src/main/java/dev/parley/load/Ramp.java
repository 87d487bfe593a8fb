package dev.parley.load;

import dev.parley.result.Rates;
import dev.parley.result.ScheduleKind;
import java.time.Duration;

/**
 * A rate that changes evenly, then holds.
 *
 * <pre>
 *   to            ________
 *             . '
 *   from  . '
 *         |  over |
 * </pre>
 *
 * @param from requests a second at first; more than 0
 * @param to requests a second in the end; more than 0
 * @param over how long the change takes
 */
public record Ramp(double from, double to, Duration over) implements Schedule {
    public Ramp {
        Rates.check(from);
        Rates.check(to);
        if (over.isNegative() || over.isZero()) {
            throw new IllegalArgumentException("a ramp takes some time");
        }
    }

    @Override
    public long startNanos(long sequence) {
        double overSeconds = seconds(over);
        double inRamp = (from + to) / 2 * overSeconds;
        if (sequence >= inRamp) {
            return nanos(overSeconds + (sequence - inRamp) / to);
        }
        // n = from t + slope t^2 / 2, solved for t in the form that stays exact when the slope is nearly 0.
        double slope = (to - from) / overSeconds;
        return nanos(2 * sequence / (from + Math.sqrt(from * from + 2 * slope * sequence)));
    }

    @Override
    public Schedule warmUp() {
        return new ConstantRate(from);
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
