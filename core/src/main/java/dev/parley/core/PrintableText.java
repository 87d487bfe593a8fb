package dev.parley.core;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text from outside, made fit for a log line: one line, no control or invisible character, at most
 * {@value #MAX_CHARACTERS} characters. What could forge a line or reverse its reading is written as {@code \\u202e}.
 */
public final class PrintableText {
    /** Longer texts are cut here, and their length is appended. */
    public static final int MAX_CHARACTERS = 512;

    private PrintableText() {}

    /** A text. */
    public static String of(String text) {
        return of(text, MAX_CHARACTERS);
    }

    /** A text, cut at so many characters. */
    public static String of(String text, int maxCharacters) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxCharacters) + 32);
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            int end = line.length();
            append(codePoint, line);
            if (line.length() > maxCharacters) { // half an escape or half a pair would be another text
                line.setLength(end);
                return line.append("... (")
                        .append(text.length())
                        .append(" characters)")
                        .toString();
            }
            i += Character.charCount(codePoint);
        }
        return line.toString();
    }

    /** Bytes as the original programs print them: {@code b'\x0cHello'}. */
    public static String of(byte[] bytes) {
        StringBuilder line = new StringBuilder(Math.min(bytes.length, MAX_CHARACTERS) + 16).append("b'");
        for (byte b : bytes) {
            int end = line.length();
            append(b, line);
            if (line.length() >= MAX_CHARACTERS) {
                line.setLength(end);
                return line.append("'... (")
                        .append(bytes.length)
                        .append(" bytes)")
                        .toString();
            }
        }
        return line.append('\'').toString();
    }

    private static void append(byte b, StringBuilder line) {
        switch (b) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case '\\' -> line.append("\\\\");
            case '\'' -> line.append("\\'");
            default -> {
                if (b >= 0x20 && b < 0x7F) {
                    line.append((char) b);
                } else {
                    line.append(String.format(Locale.ROOT, "\\x%02x", b & 0xFF));
                }
            }
        }
    }

    /** A failure: its type, its text, and where it was thrown. */
    public static String of(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        String where = stack.length == 0 ? "" : " at " + stack[0];
        return of(failure + where);
    }

    /** Text as UTF-8 would read it. */
    public static String ofUtf8(byte[] bytes) {
        return of(new String(bytes, StandardCharsets.UTF_8));
    }

    private static void append(int codePoint, StringBuilder line) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT, // bidirectional marks, zero-width characters
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> line.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
            default -> line.appendCodePoint(codePoint);
        }
    }
}
