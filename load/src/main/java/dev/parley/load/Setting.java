package dev.parley.load;

import java.time.Duration;
import java.util.IntSummaryStatistics;

/**
 * What was asked of a load, in plain values, as a result file tells it. Runs with equal settings may be merged.
 *
 * @param endpoint service, transport, host and port
 * @param framing of the requests
 * @param closedLoop the next request when a reply has come, and no schedule
 * @param schedule for people: {@code constant 5000/s}
 * @param messages for people: {@code 64 bytes}
 * @param duration of the measured part; zero with a count
 * @param count of measured requests; 0 with a duration
 * @param repliesChecked false where the right reply is not known
 */
public record Setting(
        String endpoint,
        String framing,
        boolean closedLoop,
        String schedule,
        int clients,
        int depth,
        int threads,
        String messages,
        Duration warmUp,
        Duration duration,
        long count,
        Duration replyTimeout,
        boolean repliesChecked) {
    /** A load, planned, in plain values. */
    public static Setting of(LoadSpec spec) {
        Schedule schedule = spec.schedule();
        return new Setting(
                spec.endpoint().toString(),
                spec.protocol().requestFraming().name(),
                schedule == null,
                schedule == null ? "closed loop" : schedule.describe(),
                spec.clients(),
                spec.depth(),
                spec.threads(),
                messages(spec),
                spec.warmUp(),
                spec.count() > 0 ? Duration.ZERO : spec.duration(),
                spec.count(),
                spec.replyTimeout(),
                spec.expectedReply() != null);
    }

    /** {@code 64 bytes}, or {@code 12 given, 3 to 4096 bytes}. */
    private static String messages(LoadSpec spec) {
        if (spec.messages().isEmpty()) {
            return spec.sizes() + " bytes";
        }
        IntSummaryStatistics given =
                spec.messages().stream().mapToInt(message -> message.length).summaryStatistics();
        return given.getCount() + " given, " + (given.getMin() == given.getMax() ? "" : given.getMin() + " to ")
                + given.getMax() + " bytes";
    }

    /** One line for people. */
    public String describe() {
        return endpoint + ": " + schedule + ", " + clients + " clients, depth " + depth + ", " + messages;
    }
}
