package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says once what an appender could not do, such as writing to a full disk, where people look: with the lines on standard error. */
record LogTrouble(LoggerContext context, Appender<ILoggingEvent> reports, Set<String> reported)
        implements StatusListener {
    /** A few different ones at most: it is trouble with logging, and must not become much logging. */
    private static final int DIFFERENT = 16;

    static LogTrouble reportedTo(LoggerContext context, Appender<ILoggingEvent> reports) {
        return new LogTrouble(context, reports, ConcurrentHashMap.newKeySet());
    }

    @Override
    public void addStatusEvent(Status status) {
        if (status.getEffectiveLevel() < Status.ERROR
                || reported.size() >= DIFFERENT
                || !reported.add(status.getMessage())) {
            return;
        }
        Throwable cause = status.getThrowable();
        reports.doAppend(LogNotice.of(
                context,
                Level.ERROR,
                "logging: " + status.getMessage() + (cause == null ? "" : ": " + cause.getMessage())));
    }
}
