package dev.parley.cli.serve;

import dev.parley.engine.CloseReason;
import dev.parley.engine.RefusalReason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What {@code serve --access-log} writes, a line each; the names in a line are the components of its record. */
final class AccessLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;

    private AccessLine() {}

    /**
     * A conversation that is over.
     *
     * @param time of its end, UTC
     * @param messagesIn requests that its service was given
     * @param messagesOut replies that its service gave
     * @param bytesIn read, and on TLS before they were encrypted
     * @param bytesOut handed to the operating system, likewise
     * @param durationMillis to a microsecond
     * @param reason {@code orderly}, {@code idle}: as in the metrics
     */
    record Closed(
            String kind,
            String time,
            String endpoint,
            String peer,
            long messagesIn,
            long messagesOut,
            long bytesIn,
            long bytesOut,
            double durationMillis,
            String reason) {
        static Closed of(long timeMillis, String endpoint, String peer, ConversationCounts counts, CloseReason reason) {
            return new Closed(
                    "closed",
                    text(timeMillis),
                    endpoint,
                    peer,
                    counts.messagesIn(),
                    counts.messagesOut(),
                    counts.bytesIn(),
                    counts.bytesOut(),
                    Math.rint(counts.durationNanos() / NANOS_PER_MICRO) / MICROS_PER_MILLI,
                    word(reason));
        }
    }

    /**
     * A client that was closed before it had a conversation.
     *
     * @param reason {@code not_allowed}, {@code address_limit}: as in the metrics
     */
    record Refused(String kind, String time, String endpoint, String peer, String reason) {
        static Refused of(long timeMillis, String endpoint, String peer, RefusalReason reason) {
            return new Refused("refused", text(timeMillis), endpoint, peer, word(reason));
        }
    }

    /** Lines that are not here, because they came faster than they could be written. */
    record Lost(String kind, String time, long lines) {
        static Lost of(long timeMillis, long lines) {
            return new Lost("lost", text(timeMillis), lines);
        }
    }

    private static String text(long timeMillis) {
        return TIME.format(Instant.ofEpochMilli(timeMillis));
    }

    private static String word(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
