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
     */
    public record Column(String heading, int leastWidth, boolean right, int gap) {
        /** The same with another number of blanks before it than one. */
        public Column after(int blanks) {
            return new Column(heading, leastWidth, right, blanks);
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
        return new Column(heading, leastWidth, false, 1);
    }

    /** A column of numbers, each with its unit. */
    public static Column right(String heading, int leastWidth) {
        return new Column(heading, leastWidth, true, 1);
    }

    /** The headings, if there are any, and the rows, a line each, all as wide as the longest needs it. */
    public List<String> lines(List<List<String>> rows) {
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
        return all.stream().map(row -> line(row, widths)).toList();
    }

    /** One row by itself, for those that are shown as they come. */
    public String line(List<String> cells) {
        return line(cells, leastWidths());
    }

    private int[] leastWidths() {
        return columns.stream().mapToInt(Column::leastWidth).toArray();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Column column = columns.get(i);
            String cell = cells.get(i);
            String padding = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.repeat(' ', i == 0 ? indent : column.gap()).append(column.right() ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
