package dev.parley.cli.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes tables for display: every column has its declared width, or that of its longest cell.
 *
 * <pre>
 *            response      service     lateness
 *   p50      111.4 us      54.3 us      49.1 us
 *   '-left--'
 *           ^'--right-----'
 *           gap
 * </pre>
 *
 * @param indent blanks before the first column
 */
public record TextTable(int indent, List<Column> columns) {
    /**
     * One column.
     *
     * @param heading may be empty
     * @param leastWidth in characters, also where all its cells are shorter
     * @param right where its cells end together, as numbers do
     * @param gap blanks before it, where another column is
     * @param joined where it says nothing without the column before it
     */
    public record Column(String heading, int leastWidth, boolean right, int gap, boolean joined) {
        /** The same with another number of blanks before it than one. */
        public Column after(int blanks) {
            return new Column(heading, leastWidth, right, blanks, joined);
        }

        /** The same, kept beside the column before it where a table is too wide for one block. */
        public Column beside() {
            return new Column(heading, leastWidth, right, gap, true);
        }
    }

    public TextTable {
        columns = List.copyOf(columns);
    }

    /** A table whose first column begins its line. */
    public static TextTable of(Column... columns) {
        return new TextTable(0, List.of(columns));
    }

    /** The same with blanks before the first column. */
    public TextTable indentedBy(int blanks) {
        return new TextTable(blanks, columns);
    }

    /** A column of words. */
    public static Column left(String heading, int leastWidth) {
        return new Column(heading, leastWidth, false, 1, false);
    }

    /** A column of numbers, each with its unit. */
    public static Column right(String heading, int leastWidth) {
        return new Column(heading, leastWidth, true, 1, false);
    }

    /** The headings, if there are any, and the rows, a line each, all as wide as the longest needs it. */
    public List<String> lines(List<List<String>> rows) {
        return lines(rows, 0);
    }

    /**
     * The same for a terminal. A table that is wider is written in several blocks, with an empty line between them, each of which
     * begins with the first column.
     *
     * @param mostColumns of the terminal; 0 for no limit
     */
    public List<String> lines(List<List<String>> rows, int mostColumns) {
        List<String> headings = columns.stream().map(Column::heading).toList();
        List<List<String>> all = new ArrayList<>();
        if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
            all.add(headings);
        }
        all.addAll(rows);
        int[] widths = leastWidths();
        for (List<String> row : all) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return new TableBlocks(indent, columns, widths).lines(all, mostColumns);
    }

    /** One row by itself, for those that are shown as they come. */
    public String line(List<String> cells) {
        return new TableBlocks(indent, columns, leastWidths()).whole(cells);
    }

    private int[] leastWidths() {
        return columns.stream().mapToInt(Column::leastWidth).toArray();
    }
}
