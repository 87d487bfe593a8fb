package dev.parley.cli.shell;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What log lines have in common that repeat one event of one address. Ports and other numbers differ from line to
 * line, and what follows a colon is often the peer's own text.
 *
 * @param address without its port; empty where the line names none
 * @param pattern the line as far as its first colon, with {@code *} for the address and for each number
 */
record EventKind(String logger, String level, String address, String pattern) {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+(?:%[\\w.-]+)?])(?::\\d+)?");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final String TEXT_FOLLOWS = ": ";
    /** Far behind where the address is. */
    private static final int LOOKED_AT = 160;

    static EventKind of(ILoggingEvent event) {
        String text = String.valueOf(event.getFormattedMessage());
        String head = text.substring(0, Math.min(text.length(), LOOKED_AT));
        Matcher matcher = ADDRESS.matcher(head);
        String address = matcher.find() ? matcher.group(1) : "";
        String general = address.isEmpty() ? head : matcher.replaceAll("*");
        int colon = general.indexOf(TEXT_FOLLOWS);
        return new EventKind(
                event.getLoggerName(),
                event.getLevel().toString(),
                address,
                NUMBER.matcher(colon < 0 ? general : general.substring(0, colon))
                        .replaceAll("*"));
    }
}
