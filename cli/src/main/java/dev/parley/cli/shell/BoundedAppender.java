package dev.parley.cli.shell;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Log lines wait here for a thread that writes them, so that a pipe without a reader or a disk that hangs blocks that thread and
 * no other. What does not fit is dropped, counted, and reported once lines are written again.
 *
 * <pre>
 *   callers --> [ {@value #LINES} places ] --> daemon thread --> target
 * </pre>
 */
final class BoundedAppender extends AsyncAppender {
    /** With the longest lines there are, a few MiB. */
    static final int LINES = 1024;

    /** At the end of the process, for each appender. */
    private static final int FLUSH_MILLIS = 250;

    private static final long NOTICE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Appender<ILoggingEvent> target;
    private final Semaphore places = new Semaphore(LINES);
    private final AtomicLong dropped = new AtomicLong();

    private BoundedAppender(LoggerContext context, Appender<ILoggingEvent> target) {
        this.target = target;
        setContext(context);
        setName(target.getName());
        setQueueSize(LINES);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(FLUSH_MILLIS);
        Outlet outlet = new Outlet();
        outlet.setContext(context);
        outlet.start();
        addAppender(outlet);
    }

    /** In front of a target that has a name and has been started. Starts a thread. */
    static BoundedAppender before(LoggerContext context, Appender<ILoggingEvent> target) {
        BoundedAppender appender = new BoundedAppender(context, target);
        appender.start();
        return appender;
    }

    @Override
    protected void append(ILoggingEvent event) {
        preprocess(event); // may throw, and then needs no place
        // A place for each event until it is about to be written: the queue itself drops silently.
        if (places.tryAcquire()) {
            super.append(event);
        } else {
            dropped.incrementAndGet();
        }
    }

    /** Runs on the thread that writes. */
    private final class Outlet extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private long noticeNanos = System.nanoTime() - NOTICE_EVERY_NANOS;

        @Override
        protected void append(ILoggingEvent event) {
            target.doAppend(event);
            // Freed before the count is read: a line that found no place then has one behind it that finds the count.
            places.release();
            boolean last = places.availablePermits() == LINES;
            if (dropped.get() > 0 && (last || System.nanoTime() - noticeNanos >= NOTICE_EVERY_NANOS)) {
                noticeNanos = System.nanoTime();
                target.doAppend(LogNotice.of(
                        (LoggerContext) getContext(), Level.WARN, dropped.getAndSet(0) + " log lines dropped"));
            }
        }

        @Override
        public void stop() {
            target.stop();
            super.stop();
        }
    }
}
