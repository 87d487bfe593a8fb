package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes on {@value #LINES_PER_SECOND} lines a second of one kind from one address, and then one line with the number of those
 * that were left out: a peer who is refused a hundred thousand times must not fill a disk, or hide what else was logged. Messages
 * themselves, which are logged when someone wanted to see them, all pass, and so does what those did who control the server.
 */
final class SimilarLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int LINES_PER_SECOND = 10;

    private static final Set<String> WHOLE = Set.of("dev.parley.messages", LogSettings.AUDIT);
    /** Forged addresses must not fill the memory: beyond so many in one second all others count as one. */
    private static final int KINDS = 4096;

    private static final String OTHERS = "other addresses";

    private final List<? extends Appender<ILoggingEvent>> targets;
    private final ConcurrentMap<EventKind, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Thread everySecond;

    SimilarLines(LoggerContext context, List<? extends Appender<ILoggingEvent>> targets) {
        this.targets = targets;
        setContext(context);
        setName("similar");
        everySecond = Thread.ofPlatform().daemon().name("log-similar-lines").unstarted(this::endSeconds);
    }

    /** Counts begin anew each second, on a thread of its own: the context's pool would need a new one now and then. */
    void startEverySecond() {
        start();
        everySecond.start();
    }

    private void endSeconds() {
        try {
            while (isStarted()) {
                Thread.sleep(Duration.ofSeconds(1));
                endSecond();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (WHOLE.contains(event.getLoggerName()) || count(event) <= LINES_PER_SECOND) {
            pass(event);
        }
    }

    private int count(ILoggingEvent event) {
        EventKind kind = EventKind.of(event);
        AtomicInteger lines = seen.get(kind);
        if (lines == null) {
            EventKind counted = seen.size() < KINDS ? kind : new EventKind(kind.logger(), kind.level(), OTHERS, "");
            lines = seen.computeIfAbsent(counted, _ -> new AtomicInteger());
        }
        return lines.incrementAndGet();
    }

    private void pass(ILoggingEvent event) {
        targets.forEach(target -> target.doAppend(event));
    }

    /** Says what was left out, and counts anew. */
    void endSecond() {
        for (EventKind kind : seen.keySet()) {
            AtomicInteger lines = seen.remove(kind);
            int more = lines == null ? 0 : lines.get() - LINES_PER_SECOND;
            if (more > 0) {
                pass(LogNotice.of(
                        (LoggerContext) getContext(),
                        Level.toLevel(kind.level()),
                        "... " + more + " similar lines" + (kind.address().isEmpty() ? "" : " from " + kind.address())
                                + " in the last second" + (kind.pattern().isEmpty() ? "" : ": " + kind.pattern())));
            }
        }
    }

    @Override
    public void stop() {
        everySecond.interrupt();
        endSecond();
        targets.forEach(Appender::stop);
        super.stop();
    }
}
