package dev.parley.page;

import java.util.List;

/**
 * A table that charts are drawn from, folded away where they are. Its cells hold the exact numbers beside their text. Each
 * result has a body of its own, because results do not share their times.
 */
final class ChartTable {
    private final Markup page;

    /**
     * @param key by which a {@link ChartPlace} names it
     * @param heading for display
     */
    record Column(String key, String heading) {}

    private ChartTable(Markup page) {
        this.page = page;
    }

    /** Begins it; the caller ends it with {@link #end}. */
    static ChartTable begin(Markup page, String id, String caption, List<Column> columns) {
        return begin(page, id, caption, columns, "");
    }

    /** @param edges of the bins of a heat map, in nanoseconds, separated by spaces */
    static ChartTable begin(Markup page, String id, String caption, List<Column> columns, String edges) {
        page.open("details", "open", "open").element("summary", caption + ": the numbers");
        page.openScrolling(caption);
        page.open("table", "class", "numbers", "id", id, "data-edges", edges);
        page.element("caption", caption);
        page.open("thead").open("tr");
        columns.forEach(column -> page.element("th", column.heading(), "scope", "col", "data-column", column.key()));
        page.close().close();
        return new ChartTable(page);
    }

    /**
     * Begins the rows of one result, which become its lines.
     *
     * @param number of the result on this page: a colour means the same one in every chart
     */
    ChartTable result(int number, String name, int columns) {
        page.open("tbody", "data-name", name, "data-number", String.valueOf(number));
        page.open("tr", "class", "group").element("th", name, "scope", "rowgroup", "colspan", String.valueOf(columns));
        page.closeLine();
        return this;
    }

    ChartTable row(String heading, double x) {
        page.open("tr", "data-x", String.valueOf(x)).element("th", heading, "scope", "row");
        return this;
    }

    /** @param value exact, or an empty text for none */
    ChartTable cell(String key, String value, String text) {
        page.element("td", text, "data-column", key, "data-value", value);
        return this;
    }

    ChartTable endRow() {
        page.closeLine();
        return this;
    }

    void endResult() {
        page.close();
    }

    void end() {
        page.close().close().closeLine();
    }
}
