package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log whose target hangs costs its callers lines, and nothing else. */
class BoundedAppenderTest {
    private static final int TOO_MANY = 300;

    private final LoggerContext context = new LoggerContext();
    private final CountDownLatch readAgain = new CountDownLatch(1);
    private final CountDownLatch writing = new CountDownLatch(1);
    private final List<String> written = new CopyOnWriteArrayList<>();

    /** A pipe without a reader until the latch opens. */
    private final class Pipe extends UnsynchronizedAppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            writing.countDown();
            while (readAgain.getCount() > 0) {
                try {
                    readAgain.await();
                } catch (InterruptedException e) {
                    // a write to a pipe cannot be interrupted either
                }
            }
            written.add(event.getFormattedMessage());
        }
    }

    @BeforeEach
    void prepare() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void release() {
        readAgain.countDown();
        context.stop();
    }

    private BoundedAppender appender() {
        Pipe pipe = new Pipe();
        pipe.setContext(context);
        pipe.setName("pipe");
        pipe.start();
        return BoundedAppender.before(context, pipe);
    }

    private void log(BoundedAppender appender, String text) {
        appender.doAppend(LogNotice.of(context, Level.INFO, text));
    }

    @Test
    void dropsWhatDoesNotFitAndReportsHowMuchOnceItCan() throws InterruptedException {
        BoundedAppender appender = appender();
        log(appender, "line 0");
        writing.await();
        for (int i = 1; i < BoundedAppender.LINES + TOO_MANY; i++) {
            log(appender, "line " + i);
        }
        assertThat(written).isEmpty();

        readAgain.countDown();
        await().until(() -> written.contains("line " + (BoundedAppender.LINES - 1)));
        await().until(() -> written.stream().anyMatch(line -> line.equals(TOO_MANY + " log lines dropped")));
        assertThat(written.stream().filter(line -> line.startsWith("line "))).hasSize(BoundedAppender.LINES);
        appender.stop();
    }

    @Test
    void endsThoughItsTargetHangs() throws InterruptedException {
        BoundedAppender appender = appender();
        log(appender, "line 0");
        writing.await();

        appender.stop();

        assertThat(written).isEmpty();
    }

    @Test
    void writesWhatIsLeftWhenItEnds() {
        readAgain.countDown();
        BoundedAppender appender = appender();
        for (int i = 0; i < 100; i++) {
            log(appender, "line " + i);
        }

        appender.stop();

        assertThat(written).hasSize(100);
    }
}
