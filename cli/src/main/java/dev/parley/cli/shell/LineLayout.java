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
 * One event, one line, on standard error as in files:
 *
 * <pre>
 *   2026-11-24 23:42:24,230+01:00 - INFO - [main] Server started on 127.0.0.1:55556
 * </pre>
 *
 * Seed 001's facts (time with milliseconds, level, thread, text) in seed 003's form. Whatever a message holds, it cannot begin a
 * line of its own. An exception is shown as class and message; where it was thrown is in the text logged by the code that caught it.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    /** Far more than any message of this program; text of peers is cut long before. */
    private static final int MOST_CHARACTERS = 4096;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSSxxx", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp())) + " - " + event.getLevel() + " - ["
                + event.getThreadName() + "] " + PrintableText.of(text(event), MOST_CHARACTERS) + "\n";
    }

    private static String text(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String message = String.valueOf(event.getFormattedMessage());
        return thrown == null ? message : message + ": " + thrown.getClassName() + ": " + thrown.getMessage();
    }
}
