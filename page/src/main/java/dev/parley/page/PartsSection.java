package dev.parley.page;

import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A table of what results consist of: a group for each result that has parts, a row for each part. Each cell says which part and
 * number it is, and its exact value.
 *
 * @param title of the section
 * @param kind of a part, as in {@code data-stage}
 * @param columns their headings; that of the parts first
 * @param parts those of one result
 */
record PartsSection<T>(
        String title, String kind, List<String> columns, Function<NamedResult, List<T>> parts, RowWriter<T> writer) {
    /** Writes the cells of a row. */
    interface RowWriter<T> {
        /** Its name in the cells; no other part of the same result has it. */
        String key(int number, T part);

        void write(T part, Cells cells);
    }

    /** Adds it; nothing where no result has parts. */
    void addTo(Markup page, List<NamedResult> results) {
        if (results.stream().allMatch(named -> parts.apply(named).isEmpty())) {
            return;
        }
        page.open("section").element("h2", title);
        page.open("div", "class", "several-results").openScrolling(title);
        page.open("table", "class", "numbers");
        page.element("caption", title, "class", "hidden");
        page.open("thead").open("tr");
        columns.forEach(column -> page.element("th", column, "scope", "col"));
        page.close().closeLine();
        for (int i = 0; i < results.size(); i++) {
            if (!parts.apply(results.get(i)).isEmpty()) {
                group(page, results, i);
            }
        }
        page.close().close().close().closeLine();
    }

    private void group(Markup page, List<NamedResult> results, int result) {
        NamedResult named = results.get(result);
        page.open("tbody");
        if (results.size() > 1) {
            page.open("tr", "class", "group");
            page.element("th", named.name(), "scope", "rowgroup", "colspan", String.valueOf(columns.size()));
            page.closeLine();
        }
        List<T> all = parts.apply(named);
        for (int number = 0; number < all.size(); number++) {
            page.open("tr");
            writer.write(all.get(number), new Cells(page, kind, writer.key(number, all.get(number)), result));
            page.closeLine();
        }
        page.closeLine();
    }

    /** The cells of one row. */
    record Cells(Markup page, String kind, String key, int result) {
        void name(String text) {
            page.element("th", text, "scope", "row");
        }

        void rate(String metric, double perSecond) {
            cell(metric, String.valueOf(perSecond), NumberText.rate(perSecond));
        }

        void count(String metric, long count) {
            cell(metric, String.valueOf(count), NumberText.count(count));
        }

        /** A dash where there is none. */
        void time(String metric, OptionalLong nanos) {
            boolean there = nanos.isPresent();
            cell(
                    metric,
                    there ? String.valueOf(nanos.getAsLong()) : "",
                    there ? NumberText.timeInPage(nanos.getAsLong()) : "–");
        }

        void cell(String metric, String value, String text) {
            page.element(
                    "td",
                    text,
                    "data-" + kind,
                    key,
                    "data-of",
                    String.valueOf(result),
                    "data-metric",
                    metric,
                    "data-value",
                    value);
        }
    }
}
