package dev.parley.page;

import org.jspecify.annotations.Nullable;

/**
 * Where report.js draws the numbers of a table: there is no number on a chart that is not in its table, and without a script the
 * table is all there is.
 *
 * @param table its id
 * @param columns of the table that become lines, separated by spaces
 * @param unit how report.js writes the numbers: {@code nanos}, {@code rate}, {@code count}, {@code percent}
 * @param kind {@code time}, {@code nines}, {@code heat} or {@code differences}
 * @param shadedFrom where on the horizontal axis shading begins; null for none
 * @param result the only one that is drawn; null for all in the table
 */
record ChartPlace(
        String title,
        String table,
        String columns,
        String unit,
        String kind,
        @Nullable Double shadedFrom,
        @Nullable Integer result) {
    /** All results of the table. */
    ChartPlace(String title, String table, String columns, String unit, String kind, @Nullable Double shadedFrom) {
        this(title, table, columns, unit, kind, shadedFrom, null);
    }

    /** A figure; its table stands in it, or somewhere before. */
    void addTo(Markup page, String caption) {
        page.open("figure").element("h2", title);
        draw(page);
        if (!caption.isEmpty()) {
            page.element("figcaption", caption);
        }
        page.closeLine();
    }

    private void draw(Markup page) {
        page.element(
                "div",
                "",
                "class",
                "plot",
                "role",
                "img",
                "aria-label",
                title + "; its numbers are in the table",
                "data-table",
                table,
                "data-columns",
                columns,
                "data-unit",
                unit,
                "data-kind",
                kind,
                "data-shaded-from",
                shadedFrom == null ? "" : String.valueOf(shadedFrom),
                "data-result",
                result == null ? "" : String.valueOf(result));
    }
}
