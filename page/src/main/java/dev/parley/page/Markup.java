package dev.parley.page;

import dev.parley.core.PrintableText;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML and SVG. Every text and every value of an attribute is escaped here, and there is no other way in. */
final class Markup {
    /** A command line can be long; a longer one is cut and marked as such. */
    private static final int MAX_TEXT_CHARACTERS = 4_096;

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    Markup open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Begins a box that scrolls sideways by itself, for a table that may be wider than the page. */
    Markup openScrolling(String label) {
        return open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", label);
    }

    /** Ends the element that began last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Ends a block element: a line of its own keeps the file readable. */
    Markup closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /** An element without content. */
    Markup empty(String element, String... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    /** An element with nothing but text. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Text from anywhere. */
    Markup text(String text) {
        escape(PrintableText.of(text, MAX_TEXT_CHARACTERS));
        return this;
    }

    /** Our own style sheet, in which no character is escaped. */
    Markup style(String sheet) {
        if (sheet.contains("<")) {
            throw new IllegalArgumentException("a style sheet with a < could end its element");
        }
        out.append("<style>").append(sheet).append("</style>\n");
        return this;
    }

    /** Our own script, in which no character is escaped. */
    Markup script(String script) {
        if (script.contains("</script") || script.contains("<!--")) {
            throw new IllegalArgumentException("a script that could end its element");
        }
        out.append("<script>").append(script).append("</script>\n");
        return this;
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
