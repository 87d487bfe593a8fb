package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A log file that comes back: when it, or its folder, is removed, a file stays open that cannot be read. It is looked for
 * once a second while lines are written. One thread.
 */
final class LogFile extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final Supplier<Appender<ILoggingEvent>> opening;
    private final Appender<ILoggingEvent> reports;
    private Appender<ILoggingEvent> open;
    private long lookedNanos = System.nanoTime();
    private boolean missing;

    /**
     * Opens the file.
     *
     * @param opening opens it, with the folders above it; an appender that has not started when it cannot
     * @param reports where it is reported that the file is gone
     */
    LogFile(
            LoggerContext context,
            Path file,
            Supplier<Appender<ILoggingEvent>> opening,
            Appender<ILoggingEvent> reports) {
        this.file = file;
        this.opening = opening;
        this.reports = reports;
        setContext(context);
        setName("file");
        open = opening.get();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (System.nanoTime() - lookedNanos >= LOOK_EVERY_NANOS) {
            lookedNanos = System.nanoTime();
            look();
        }
        open.doAppend(event);
    }

    private void look() {
        if (Files.exists(file)) {
            return;
        }
        open.stop();
        open = opening.get();
        if (Files.exists(file)) {
            report(Level.WARN, "log file " + file + " was removed; it is written anew");
            missing = false;
        } else if (!missing) {
            report(Level.ERROR, "log file " + file + " was removed and cannot be made again; trying on");
            missing = true;
        }
    }

    private void report(Level level, String text) {
        reports.doAppend(LogNotice.of((LoggerContext) getContext(), level, text));
    }

    @Override
    public void stop() {
        open.stop();
        super.stop();
    }
}
