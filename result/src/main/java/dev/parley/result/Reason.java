package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something to know about a result, or why not to believe it.
 *
 * @param kind for programs
 * @param fromPercent the percentile from which on it holds: 99 leaves p90 alone; 0 for the whole result
 * @param text one sentence, for display
 */
public record Reason(Kind kind, double fromPercent, String text) {
    /** Whose doing it is. */
    public enum Blame {
        /** The measuring process, or the machine it runs on. */
        GENERATOR,
        /** The load: its setting, its end, or the number of samples. */
        LOAD,
        /** The server, or the way to it. */
        SERVER;

        /** As result files write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All that a verdict may contain. */
    public enum Kind {
        NO_REPLY(Blame.SERVER),
        TOO_FEW_SAMPLES(Blame.LOAD),
        ENDED_EARLY(Blame.LOAD),
        SAMPLES_INCOMPLETE(Blame.LOAD),
        CLOSED_LOOP(Blame.LOAD),
        NOT_MEASURED(Blame.LOAD),
        WARM_UP_LIMIT(Blame.LOAD),
        SEVERAL_GENERATORS(Blame.LOAD),
        RATE_NOT_KEPT(Blame.SERVER),
        OVERLOADED(Blame.SERVER),
        CLIENTS_UNCONNECTED(Blame.SERVER),
        CLIENTS_WITHOUT_REPLY(Blame.SERVER),
        WRONG_REPLIES(Blame.SERVER),
        UNANSWERED_REQUESTS(Blame.SERVER),
        OBJECTIVE_MISSED(Blame.SERVER),
        SERVER_FAILED(Blame.SERVER),
        GENERATOR_SLOW(Blame.GENERATOR),
        /** The server had no core, on the host it shares with the load generator. */
        SERVER_WITHOUT_CORE(Blame.GENERATOR),
        RATE_NOT_KEPT_HERE(Blame.GENERATOR),
        /** One of several load generators did not measure to the end. */
        GENERATOR_LOST(Blame.GENERATOR),
        TOO_MANY_OPEN_FILES(Blame.GENERATOR),
        NO_LOCAL_PORT(Blame.GENERATOR),
        DATAGRAMS_DROPPED_HERE(Blame.GENERATOR),
        /** Of a file without a kind, or with one that this program does not know. */
        OTHER(Blame.LOAD);

        private final Blame blame;

        Kind(Blame blame) {
            this.blame = blame;
        }

        public Blame blame() {
            return blame;
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

    /** The same, of one of several. */
    Reason of(String name) {
        return new Reason(kind, fromPercent, name + ": " + text);
    }

    /** One that holds for the whole result. */
    public Reason(Kind kind, String text) {
        this(kind, 0, text);
    }

    /** As result files write them, beside their {@link #kinds}. */
    public static List<String> texts(List<Reason> reasons) {
        return reasons.stream().map(Reason::text).toList();
    }

    /** The kind of each, in the same order. */
    public static List<String> kinds(List<Reason> reasons) {
        return reasons.stream().map(reason -> reason.kind().text()).toList();
    }

    /** The percentile from which on each holds, in the same order. */
    static List<Double> fromPercents(List<Reason> reasons) {
        return reasons.stream().map(Reason::fromPercent).toList();
    }

    /** What the lists contain, each in the same order; files of before there were kinds, or percentiles, lack these. */
    static List<Reason> of(List<String> texts, List<String> kinds, List<Double> fromPercents) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            reasons.add(new Reason(
                    i < kinds.size() ? Kind.of(kinds.get(i)) : Kind.OTHER,
                    i < fromPercents.size() ? fromPercents.get(i) : 0,
                    texts.get(i)));
        }
        return reasons;
    }

    /** For display. */
    @Override
    public String toString() {
        return text;
    }
}
