package dev.parley.cli.shell;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import dev.parley.core.PrintableText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event, one line: whatever a message holds, it cannot begin a line of its own. An exception is shown as class and message;
 * where it was thrown is in the text logged by the code that caught it.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    /** Far more than any message of this program; text of peers is cut long before. */
    private static final int MOST_CHARACTERS = 4096;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** Two shapes, from the original programs. */
    enum Shape {
        /** {@code 2024-08-29 17:37:53,230 [INFO] [MainThread] Server started on 127.0.0.1:55556} (seed 001). */
        CONSOLE,
        /** {@code 2024-08-29 17:37:53,230 - INFO - Server started ...} (seed 003). */
        FILE
    }

    private final Shape shape;

    LineLayout(Shape shape) {
        this.shape = shape;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String time = TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
        String text = PrintableText.of(text(event), MOST_CHARACTERS);
        return switch (shape) {
            case CONSOLE -> time + " [" + event.getLevel() + "] [" + event.getThreadName() + "] " + text + "\n";
            case FILE -> time + " - " + event.getLevel() + " - " + text + "\n";
        };
    }

    private static String text(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String message = String.valueOf(event.getFormattedMessage());
        return thrown == null ? message : message + ": " + thrown.getClassName() + ": " + thrown.getMessage();
    }
}
