package dev.parley.result;

import java.util.List;

/**
 * What a result thinks of itself.
 *
 * @param reasons why its numbers must not be trusted; none when they may be
 * @param notes what a reader should know nevertheless
 */
public record Verdict(List<Reason> reasons, List<Reason> notes) {
    public Verdict {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /** True when there is no reason against the numbers. */
    public boolean trustworthy() {
        return reasons.isEmpty();
    }

    /** Reasons that point at this side; none does not mean that the result can be trusted. */
    public List<Reason> reasons(Reason.Cause cause) {
        return reasons.stream().filter(reason -> reason.kind().cause() == cause).toList();
    }
}
