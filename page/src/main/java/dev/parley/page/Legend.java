package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/** What the lines of a chart mean, as text beside a piece of each: it wraps where the page is narrow. */
final class Legend {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(LineStyle style, boolean marked, boolean neutral, String text) {}

    Legend add(LineStyle style, boolean marked, String text) {
        entries.add(new Entry(style, marked, false, text));
        return this;
    }

    /** What a kind of line means, whichever result it belongs to. */
    Legend addKind(LineStyle.Kind kind, String text) {
        entries.add(new Entry(new LineStyle(0, kind), false, true, text));
        return this;
    }

    void addTo(Markup page) {
        page.open("ul", "class", "legend");
        for (Entry entry : entries) {
            LineStyle style = entry.style();
            page.open("li").open("svg", "viewBox", "0 0 28 12", "aria-hidden", "true");
            page.empty("path", "class", style.css() + (entry.neutral() ? " neutral" : ""), "d", "M1 6H27");
            if (entry.marked()) {
                page.empty(
                        "path",
                        "class",
                        "mark " + LineStyle.colour(style.series()),
                        "d",
                        LineStyle.marker(style.series(), 14, 6, 4));
            }
            page.close().element("span", entry.text()).close();
        }
        page.closeLine();
    }
}
