package dev.parley.result;

import java.util.Locale;

/** What sort of schedule a load followed. */
public enum ScheduleKind {
    /** None: each request waits for the reply to the one before. */
    CLOSED,
    /** Evenly spaced. */
    CONSTANT,
    /** At random times around a constant rate. */
    POISSON,
    /** A rate that changes with time. */
    RAMP,
    /** Several rates, one after the other. */
    STAGES,
    /** A schedule unknown to this program. */
    OTHER;

    /** As result files write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True of an open loop whose target rate is the same all the time. */
    public boolean isSteady() {
        return this == CONSTANT || this == POISSON;
    }

    /** The kind that a result file calls so. */
    public static ScheduleKind of(String text) {
        for (ScheduleKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return OTHER;
    }
}
