package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;

/** Messages of logging about itself, which must not go through the loggers that made them necessary. */
final class LogNotice {
    private static final String LOGGER = "dev.parley.log";

    private LogNotice() {}

    static ILoggingEvent of(LoggerContext context, Level level, String text) {
        return new LoggingEvent(LogNotice.class.getName(), context.getLogger(LOGGER), level, text, null, null);
    }
}
