package dev.parley.cli.shell;

import dev.parley.result.Verdict;

/** A verdict for a person, the same under every result. */
public final class VerdictText {
    private VerdictText() {}

    /** Several lines, the last one without its end. */
    public static String of(Verdict verdict) {
        StringBuilder text = new StringBuilder("verdict: ");
        text.append(verdict.text());
        verdict.reasons().forEach(reason -> text.append("\n  - ").append(reason.text()));
        verdict.notes().forEach(note -> text.append("\n  note: ").append(note.text()));
        return text.toString();
    }
}
