package dev.parley.page;

import dev.parley.result.NamedResult;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                            ? "All " + results.size() + " results are valid."
                            : doubtful == results.size()
                                    ? "None of the " + results.size() + " results is valid in full."
                                    : doubtful + " of " + results.size() + " results are not valid in full.",
                    "class",
                    "lead");
        }
        page.open("div", "class", results.size() > 1 ? "verdicts several" : "verdicts");
        Map<Verdict, List<String>> namesByVerdict = new LinkedHashMap<>();
        for (NamedResult named : results) {
            namesByVerdict
                    .computeIfAbsent(named.result().verdict(), _ -> new ArrayList<>())
                    .add(named.name());
        }
        namesByVerdict.forEach((verdict, names) -> box(page, verdict, results.size() > 1 ? names : List.of()));
        page.close().closeLine();
    }

    /** Results of one verdict share a box: four engines with the same box four times would hide the one that differs. */
    private static void box(Markup page, Verdict verdict, List<String> names) {
        boolean good = verdict.trustworthy();
        page.open("div", "class", good ? "verdict good" : "verdict bad", "data-trustworthy", String.valueOf(good));
        page.open("h2");
        page.element("span", good ? "✓" : "✗", "aria-hidden", "true", "class", "sign");
        page.text(capitalized(verdict.text())).close();
        if (!names.isEmpty()) {
            page.element("p", String.join(", ", names), "class", "result-name");
        }
        list(page, verdict.reasons(), "reasons");
        list(page, verdict.notes(), "notes");
        page.close();
    }

    private static void list(Markup page, List<Reason> lines, String css) {
        if (!lines.isEmpty()) {
            page.open("ul", "class", css);
            lines.forEach(line -> page.element("li", line.text()));
            page.close();
        }
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
