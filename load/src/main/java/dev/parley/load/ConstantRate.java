package dev.parley.load;

import dev.parley.result.Rates;
import dev.parley.result.ScheduleKind;

/**
 * So many requests a second, evenly spaced.
 *
 * @param perSecond more than 0
 */
public record ConstantRate(double perSecond) implements Schedule {
    public ConstantRate {
        Rates.check(perSecond);
    }

    @Override
    public long startNanos(long sequence) {
        // From the sequence number, not by adding gaps: rounding does not accumulate.
        return (long) (sequence * (Rates.NANOS_PER_SECOND / perSecond));
    }

    @Override
    public ScheduleKind kind() {
        return ScheduleKind.CONSTANT;
    }

    @Override
    public String describe() {
        return "constant " + Rates.text(perSecond) + "/s";
    }
}
