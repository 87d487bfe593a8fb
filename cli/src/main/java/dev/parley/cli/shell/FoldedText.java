package dev.parley.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Text whose lines fit a terminal: longer ones go on below, a little further in, from a blank on. */
public final class FoldedText {
    private static final int FURTHER_IN = 2;
    /** Less is left for words than a word may have: such a terminal is not worth the care. */
    private static final int LEAST_COLUMNS = 40;

    private FoldedText() {}

    /**
     * The text with no line longer than this, except for words that are.
     *
     * @param mostColumns of the terminal; 0 for no limit
     */
    public static String of(String text, int mostColumns) {
        return mostColumns < LEAST_COLUMNS
                ? text
                : text.lines()
                        .flatMap(line -> folded(line, mostColumns).stream())
                        .collect(Collectors.joining("\n"));
    }

    private static List<String> folded(String line, int most) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(Math.min(most / 2, indentOf(line) + FURTHER_IN));
        String rest = line;
        while (rest.length() > most) {
            int blank = rest.lastIndexOf(' ', most);
            if (rest.substring(0, Math.max(0, blank)).isBlank()) { // a word by itself is too long
                blank = rest.indexOf(' ', most);
            }
            if (blank < 0) {
                break;
            }
            lines.add(rest.substring(0, blank).stripTrailing());
            rest = indent + rest.substring(blank).strip();
        }
        lines.add(rest);
        return lines;
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }
}
