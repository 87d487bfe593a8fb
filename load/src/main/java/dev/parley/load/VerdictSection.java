package dev.parley.load;

import java.util.List;

/** Whether to believe what follows, before anything follows. */
final class VerdictSection {
    private VerdictSection() {}

    static void addTo(Markup page, List<NamedResult> results) {
        page.open("section", "aria-label", "Verdict");
        long doubtful = results.stream()
                .filter(named -> !named.result().verdict().trustworthy())
                .count();
        if (results.size() > 1) {
            page.element(
                    "p",
                    doubtful == 0
                            ? "All " + results.size() + " results are trustworthy."
                            : doubtful + " of " + results.size() + " results are not trustworthy.",
                    "class",
                    "lead");
        }
        page.open("div", "class", results.size() > 1 ? "verdicts several" : "verdicts");
        for (NamedResult named : results) {
            box(page, named, results.size() > 1);
        }
        page.close().closeLine();
    }

    private static void box(Markup page, NamedResult named, boolean withName) {
        Verdict verdict = named.result().verdict();
        boolean good = verdict.trustworthy();
        page.open("div", "class", good ? "verdict good" : "verdict bad", "data-trustworthy", String.valueOf(good));
        page.open("h2");
        page.element("span", good ? "✓" : "✗", "aria-hidden", "true", "class", "sign");
        page.text(good ? "Trustworthy" : "NOT TRUSTWORTHY");
        if (withName) {
            page.element("span", named.name(), "class", "whose");
        }
        page.close();
        list(page, verdict.reasons(), "reasons");
        list(page, verdict.notes(), "notes");
        page.close();
    }

    private static void list(Markup page, List<String> lines, String css) {
        if (!lines.isEmpty()) {
            page.open("ul", "class", css);
            lines.forEach(line -> page.element("li", line));
            page.close();
        }
    }
}
