package dev.parley.result;

import java.util.Locale;

/**
 * Something to know about a result, or why not to trust it.
 *
 * @param kind for programs
 * @param text for people
 */
public record Reason(Kind kind, String text) {
    /** Which side a reason points at. */
    public enum Cause {
        /** The measuring process. */
        LOAD_GENERATOR,
        /** The server, or the way to it. */
        SERVER,
        /** Neither: the load, its end, or the number of samples. */
        MEASUREMENT
    }

    /** All that a verdict may say. */
    public enum Kind {
        NO_REPLY(Cause.MEASUREMENT),
        TOO_FEW_SAMPLES(Cause.MEASUREMENT),
        ENDED_EARLY(Cause.MEASUREMENT),
        SAMPLES_INCOMPLETE(Cause.MEASUREMENT),
        CLOSED_LOOP(Cause.MEASUREMENT),
        NOT_MEASURED(Cause.MEASUREMENT),
        RATE_NOT_KEPT(Cause.SERVER),
        CLIENTS_UNCONNECTED(Cause.SERVER),
        CLIENTS_WITHOUT_REPLY(Cause.SERVER),
        WRONG_REPLIES(Cause.SERVER),
        UNANSWERED_REQUESTS(Cause.SERVER),
        OBJECTIVE_MISSED(Cause.SERVER),
        SERVER_FAILED(Cause.SERVER),
        SENT_LATE(Cause.LOAD_GENERATOR),
        STALLED(Cause.LOAD_GENERATOR),
        GARBAGE_COLLECTION(Cause.LOAD_GENERATOR),
        THREADS_SATURATED(Cause.LOAD_GENERATOR),
        RATE_NOT_KEPT_HERE(Cause.LOAD_GENERATOR),
        /** Of a file that does not say, or says what this program does not know. */
        OTHER(Cause.MEASUREMENT);

        private final Cause cause;

        Kind(Cause cause) {
            this.cause = cause;
        }

        public Cause cause() {
            return cause;
        }

        /** As result files write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind that a result file calls so. */
        static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return text;
    }
}
