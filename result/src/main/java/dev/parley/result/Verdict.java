package dev.parley.result;

import java.util.List;
import java.util.Optional;

/**
 * What a result thinks of itself.
 *
 * @param reasons why some or all of its percentiles must not be believed; none when all may be
 * @param notes what a reader should know nevertheless
 * @param reported the percentiles the result has, ascending
 */
public record Verdict(List<Reason> reasons, List<Reason> notes, List<Percentile> reported) {
    /** How much of a result may be believed. */
    public enum Level {
        VALID,
        VALID_UP_TO,
        INVALID
    }

    /** Of {@link #trustworthyUpToText} where nothing may be believed. */
    public static final String NONE = "none";

    public Verdict {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
        reported = List.copyOf(reported);
    }

    /** Of a result that reports every percentile. */
    public Verdict(List<Reason> reasons, List<Reason> notes) {
        this(reasons, notes, Percentile.ALL);
    }

    /** The level, from the percentiles that no reason concerns. */
    public Level level() {
        if (trustworthy()) {
            return Level.VALID;
        }
        return trustworthyUpTo().isPresent() ? Level.VALID_UP_TO : Level.INVALID;
    }

    /** True when every percentile that is reported may be believed. */
    public boolean trustworthy() {
        return reported.isEmpty()
                ? reasons.isEmpty()
                : doubtedFromPercent() > reported.getLast().percent();
    }

    /** The highest percentile that may be believed; empty when there is none. */
    public Optional<Percentile> trustworthyUpTo() {
        double doubted = doubtedFromPercent();
        return reported.stream().filter(p -> p.percent() < doubted).reduce((lower, higher) -> higher);
    }

    /** The same as result files write it: {@code p90}, or {@value #NONE}. */
    public String trustworthyUpToText() {
        return trustworthyUpTo().map(Percentile::text).orElse(NONE);
    }

    /** {@code valid}, {@code valid up to p90} or {@code INVALID}, the same in the text and on the page. */
    public String text() {
        return switch (level()) {
            case VALID -> "valid";
            case VALID_UP_TO -> "valid up to " + trustworthyUpToText();
            case INVALID -> "INVALID";
        };
    }

    /** True when this percentile may be believed. */
    public boolean believes(Percentile percentile) {
        return percentile.percent() < doubtedFromPercent();
    }

    private double doubtedFromPercent() {
        return reasons.stream().mapToDouble(Reason::fromPercent).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** Reasons that blame this side; none does not mean that the result can be trusted. */
    public List<Reason> reasons(Reason.Blame blame) {
        return reasons.stream().filter(reason -> reason.kind().blame() == blame).toList();
    }
}
