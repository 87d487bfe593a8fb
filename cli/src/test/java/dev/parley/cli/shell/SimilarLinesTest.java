package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One kind of line from one address is written ten times a second, then summed up. */
class SimilarLinesTest {
    private final LoggerContext context = new LoggerContext();
    private final List<String> lines = new ArrayList<>();
    private final SimilarLines similar = new SimilarLines(context, List.of(new Lines()));

    private final class Lines extends UnsynchronizedAppenderBase<ILoggingEvent> {
        Lines() {
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }

    @BeforeEach
    void start() {
        similar.start();
    }

    private void log(String logger, Level level, String text) {
        similar.doAppend(
                new LoggingEvent(SimilarLinesTest.class.getName(), context.getLogger(logger), level, text, null, null));
    }

    private void refused(String address) {
        log("dev.parley.services", Level.WARN, "message from " + address + " refused: the queue is full: 7 of 7 bytes");
    }

    @Test
    void tenPassAndTheRestIsOneLineWithTheirNumberAndAddress() {
        for (int i = 0; i < 1244; i++) {
            refused("127.0.0.1:" + (40_000 + i));
        }
        assertThat(lines).hasSize(10).allMatch(line -> line.contains("the queue is full"));

        similar.endSecond();
        assertThat(lines.getLast())
                .isEqualTo("WARN ... 1234 similar lines from 127.0.0.1 in the last second: message from * refused");
        similar.endSecond();
        assertThat(lines).hasSize(11);
    }

    @Test
    void noneOfTheAuditsLinesIsLeftOut() {
        for (int i = 0; i < 1000; i++) {
            log(LogSettings.AUDIT, Level.INFO, "audit action=stop by=127.0.0.1:" + i + " result=refused");
        }
        similar.endSecond();
        assertThat(lines).hasSize(1000).allMatch(line -> line.contains("result=refused"));
    }

    @Test
    void eachSecondBeginsAnew() {
        for (int second = 0; second < 3; second++) {
            for (int i = 0; i < 10; i++) {
                refused("[fe80::1%eth0]:" + i);
            }
            similar.endSecond();
        }
        assertThat(lines).hasSize(30).noneMatch(line -> line.contains("similar"));
    }

    @Test
    void addressesKindsAndLevelsAreCountedEachForItself() {
        for (int i = 0; i < 10; i++) {
            refused("127.0.0.1:1");
            refused("127.0.0.2:1");
            refused("[::1]:" + i);
            refused("[::2]:" + i);
            log("dev.parley.engine", Level.WARN, "cannot accept clients: none left");
            log("dev.parley.engine", Level.INFO, "cannot accept clients: none left");
        }
        assertThat(lines).hasSize(60);
    }

    @Test
    void messagesThatSomeoneWantsToSeeAllPass() {
        for (int i = 0; i < 100; i++) {
            log("dev.parley.messages", Level.DEBUG, "received message: b'" + i + "'");
        }
        assertThat(lines).hasSize(100);
    }

    @Test
    void forgedAddressesDoNotFillTheMemory() {
        for (int i = 0; i < 100_000; i++) {
            refused("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + ":7");
        }
        assertThat(lines).hasSizeLessThan(5000);
        similar.endSecond();
        assertThat(lines.getLast())
                .matches("WARN \\.\\.\\. \\d+ similar lines from other addresses in the last second");
    }
}
