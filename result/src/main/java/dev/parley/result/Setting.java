package dev.parley.result;

import java.time.Duration;

/**
 * How a load was configured, in plain values, as a result file has it. Runs with equal settings may be merged.
 *
 * @param endpoint service, transport, host and port
 * @param framing of the requests
 * @param kind of the schedule
 * @param schedule for display: {@code constant 5000/s}
 * @param messages for display: {@code 64 bytes}
 * @param warmUpLimit how long the warm-up may take at most
 * @param duration of the measured part; zero with a count
 * @param count of measured requests; 0 with a duration
 * @param repliesChecked false where the right reply is not known
 * @param connectPerRequest true where each request has a connection of its own
 */
public record Setting(
        String endpoint,
        String framing,
        ScheduleKind kind,
        String schedule,
        int clients,
        int depth,
        int threads,
        String messages,
        Duration warmUp,
        Duration warmUpLimit,
        Duration duration,
        long count,
        Duration replyTimeout,
        boolean repliesChecked,
        boolean connectPerRequest) {
    /** True when each request waits for the reply to the one before, and there is no schedule. */
    public boolean closedLoop() {
        return kind == ScheduleKind.CLOSED;
    }

    /** The schedule with its length, as a stage is called; a ramp says itself how long it takes. */
    public String scheduleAndLength() {
        return kind == ScheduleKind.RAMP ? schedule : schedule + " for " + NumberText.span(duration);
    }

    /** One line for display. */
    public String describe() {
        return endpoint + ": " + schedule + ", " + clients + " clients, "
                + (connectPerRequest ? "a connection for each request, " : "depth " + depth + ", ") + messages;
    }
}
