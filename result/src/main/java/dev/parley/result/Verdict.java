package dev.parley.result;

import java.util.List;

/**
 * What a result thinks of itself.
 *
 * @param reasons why its numbers must not be trusted; none when they may be
 * @param notes what a reader should know all the same
 */
public record Verdict(List<String> reasons, List<String> notes) {
    public Verdict {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /** True when nothing speaks against the numbers. */
    public boolean trustworthy() {
        return reasons.isEmpty();
    }
}
