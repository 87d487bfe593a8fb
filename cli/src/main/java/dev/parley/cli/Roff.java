package dev.parley.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A manual page being written, in the language of {@code man} and {@code groff}: ASCII, with nothing that depends on the locale. */
final class Roff {
    private final StringBuilder page = new StringBuilder();

    /** Once, at the beginning. Without a date: the same version is the same page. */
    Roff title(String name, String version) {
        return line(".TH \"" + escaped(name.toUpperCase(Locale.ROOT)) + "\" 1 \"\" \"" + escaped("parley " + version)
                + "\" \"Parley manual\"");
    }

    Roff section(String title) {
        return line(".SH " + title);
    }

    /** What a page is of, and what that is for. */
    Roff words(String name, String about) {
        return line(escaped(name) + " \\- " + escaped(about));
    }

    Roff paragraph(String text) {
        return line(".PP").line(escaped(text));
    }

    /** Lines that stay lines. */
    Roff asWritten(List<String> lines) {
        line(".PP").line(".nf");
        lines.forEach(text -> line(escaped(text)));
        return line(".fi");
    }

    /** A term with what is put in its place, and what it is for. */
    Roff entry(String term, String label, String about) {
        line(".TP")
                .line((term.isEmpty() ? "" : "\\fB" + escaped(term) + "\\fR")
                        + (label.isEmpty() ? "" : "\\fI" + escaped(label) + "\\fR"));
        return line(escaped(about));
    }

    /** Other pages of section 1. */
    Roff references(List<String> names) {
        return line(
                names.stream().map(name -> "\\fB" + escaped(name) + "\\fR(1)").collect(Collectors.joining(", ")));
    }

    String text() {
        return page.toString();
    }

    private Roff line(String line) {
        page.append(line).append('\n');
        return this;
    }

    /** Plain text: a dot or a quote at the beginning is no request, and these characters are what they are in the source. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.startsWith(".") || text.startsWith("'") ? "\\&" : "");
        text.codePoints()
                .forEach(c -> escaped.append(
                        switch (c) {
                            case '\\' -> "\\e";
                            case '-' -> "\\-";
                            case '\'' -> "\\(aq";
                            case '"' -> "\\(dq";
                            case '`' -> "\\(ga";
                            case '^' -> "\\(ha";
                            case '~' -> "\\(ti";
                            default -> c < 128 ? Character.toString(c) : String.format(Locale.ROOT, "\\[u%04X]", c);
                        }));
        return escaped.toString();
    }
}
