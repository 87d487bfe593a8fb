package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something to know about a result, or why not to trust it.
 *
 * @param kind for programs
 * @param text for display
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

    /** All that a verdict may contain. */
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
        /** Of a file without a kind, or with one that this program does not know. */
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

    /** As result files write them, beside their {@link #kinds}. */
    public static List<String> texts(List<Reason> reasons) {
        return reasons.stream().map(Reason::text).toList();
    }

    /** The kind of each, in the same order. */
    public static List<String> kinds(List<Reason> reasons) {
        return reasons.stream().map(reason -> reason.kind().text()).toList();
    }

    /** What both lists contain; files older than kinds have texts alone. */
    static List<Reason> of(List<String> texts, List<String> kinds) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            reasons.add(new Reason(i < kinds.size() ? Kind.of(kinds.get(i)) : Kind.OTHER, texts.get(i)));
        }
        return reasons;
    }

    /** For display. */
    @Override
    public String toString() {
        return text;
    }
}
