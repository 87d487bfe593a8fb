package dev.parley.cli.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a table whose columns have their widths: in one block where that fits, else in several. Where even the first column
 * and one more do not fit beside each other, the first has lines of its own.
 *
 * <pre>
 *   name      runs  replies/s          a-long-name-of-a-result.json
 *   a            3     4000.0            runs  replies/s
 *                                           3     4000.0
 *   name       p50        p99
 *   a      50.0 us    91.0 us
 * </pre>
 */
final class TableBlocks {
    private static final int INDENT_BELOW_NAME = 2;

    private final int indent;
    private final List<TextTable.Column> columns;
    private final int[] widths;

    TableBlocks(int indent, List<TextTable.Column> columns, int... widths) {
        this.indent = indent;
        this.columns = columns;
        this.widths = widths.clone();
    }

    /** @param most columns of the terminal; 0 for no limit */
    List<String> lines(List<List<String>> rows, int most) {
        if (most <= 0 || columns.size() < 2 || indent + width(0, columns.size()) <= most) {
            return rows.stream().map(this::whole).toList();
        }
        int widest = groups(1, 0).stream()
                .mapToInt(group -> width(group[0], group[1]))
                .max()
                .orElse(0);
        return indent + widths[0] + 1 + widest <= most ? sideBySide(rows, most) : stacked(rows, most);
    }

    /** One row, all its cells in one line. */
    String whole(List<String> cells) {
        return line(cells, indent, 0, columns.size());
    }

    private List<String> sideBySide(List<List<String>> rows, int most) {
        List<String> lines = new ArrayList<>();
        for (int[] block : groups(1, most - indent - widths[0] - columns.get(1).gap())) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (List<String> row : rows) {
                String first = padded(row, 0);
                lines.add((" ".repeat(indent)
                                + first
                                + " ".repeat(columns.get(block[0]).gap())
                                + line(row, 0, block[0], block[1]))
                        .stripTrailing());
            }
        }
        return lines;
    }

    /** The heading of the first column is not needed where its cells stand alone. */
    private List<String> stacked(List<List<String>> rows, int most) {
        int below = indent + INDENT_BELOW_NAME;
        List<int[]> blocks = groups(1, most - below);
        boolean headings = !rows.isEmpty() && rows.getFirst().equals(headings());
        List<String> lines = new ArrayList<>();
        for (List<String> row : headings ? rows.subList(1, rows.size()) : rows) {
            lines.add(" ".repeat(indent) + row.getFirst());
            for (int[] block : blocks) {
                if (headings) {
                    lines.add(line(headings(), below, block[0], block[1]));
                }
                lines.add(line(row, below, block[0], block[1]));
            }
        }
        return lines;
    }

    private List<String> headings() {
        return columns.stream().map(TextTable.Column::heading).toList();
    }

    /** Ranges of columns, each as many as fit and no fewer than belong together; the end is not in the range. */
    private List<int[]> groups(int from, int most) {
        List<int[]> groups = new ArrayList<>();
        int start = from;
        while (start < columns.size()) {
            int end = afterJoined(start);
            while (end < columns.size() && width(start, afterJoined(end)) <= most) {
                end = afterJoined(end);
            }
            groups.add(new int[] {start, end});
            start = end;
        }
        return groups;
    }

    private int afterJoined(int column) {
        int next = column + 1;
        while (next < columns.size() && columns.get(next).joined()) {
            next++;
        }
        return next;
    }

    /** Without the gap before the first of them. */
    private int width(int from, int to) {
        int width = 0;
        for (int i = from; i < to; i++) {
            width += widths[i] + (i == from ? 0 : columns.get(i).gap());
        }
        return width;
    }

    private String line(List<String> cells, int blanks, int from, int to) {
        StringBuilder line = new StringBuilder(" ".repeat(blanks));
        for (int i = from; i < to; i++) {
            line.repeat(' ', i == from ? 0 : columns.get(i).gap()).append(padded(cells, i));
        }
        return line.toString().stripTrailing();
    }

    private String padded(List<String> cells, int i) {
        String padding = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
        return columns.get(i).right() ? padding + cells.get(i) : cells.get(i) + padding;
    }
}
