package dev.parley.cli;

import dev.parley.result.Verdict;

/** A verdict for a person, the same under every result. */
final class VerdictText {
    private VerdictText() {}

    /** Several lines, the last one without its end. */
    static String of(Verdict verdict) {
        StringBuilder text = new StringBuilder("verdict: ");
        text.append(verdict.trustworthy() ? "trustworthy" : "NOT TRUSTWORTHY");
        verdict.reasons().forEach(reason -> text.append("\n  - ").append(reason));
        verdict.notes().forEach(note -> text.append("\n  note: ").append(note));
        return text.toString();
    }
}
