package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Delivery;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session.Step;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services wrapped around services. */
class FilterTest {
    private static final Protocol<String, String> LINES =
            Protocol.of("text", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);
    private static final Duration THOUGHT = Duration.ofMillis(50);
    private static final Peer SECOND = new MemoryPeer(1, "127.0.0.1", 40_001, true);

    private final ServiceFactory<String, String> echo = peer -> (request, reply) -> reply.send(request);

    private final RecordingHandler log = new RecordingHandler();

    @AfterEach
    void closesTheLog() {
        log.close();
    }

    @Test
    void aBlockingDelayTakesItsTimeForEachMessage() throws Exception {
        var pair = connect(echo.filteredBy(new BlockingDelay(THOUGHT, BlockingDelay.EVERY_CLIENT)), SECOND);

        long start = System.nanoTime();
        pair.receive(Talk.bytes("a\nb\n"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(THOUGHT.multipliedBy(2));
        assertThat(pair.takeReplies()).containsExactly("a", "b");
    }

    @Test
    void aBlockingDelayForOneClientLeavesTheOthersTheirService() throws Exception {
        var slow = echo.filteredBy(new BlockingDelay(Duration.ofDays(1), 1));

        var first = connect(slow, MemoryPeer.FIRST);
        first.send("a");
        assertThat(first.takeReplies()).containsExactly("a");
        Thread.currentThread().interrupt(); // client 1 would sleep for a day
        assertThat(connect(slow, SECOND).send("a")).isEqualTo(Step.CLOSE);
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
    }

    @Test
    void aDelayHoldsEachMessageBackWithoutBlocking() throws Exception {
        var pair = connect(echo.filteredBy(new Delay(Duration.ofDays(1))), SECOND);

        assertThat(pair.receive(Talk.bytes("a\n"))).isEqualTo(Step.READ);
        pair.pass(Duration.ofHours(1));
        pair.receive(Talk.bytes("b\n"));
        pair.pass(Duration.ofHours(23).minusNanos(1));
        assertThat(pair.takeReplies()).isEmpty();
        pair.pass(Duration.ofNanos(1));
        assertThat(pair.takeReplies()).containsExactly("a");
        pair.pass(Duration.ofHours(1));
        assertThat(pair.takeReplies()).containsExactly("b");
    }

    @Test
    void aFilterPassesTheEndsOfTheConversationOn() {
        List<String> ends = new ArrayList<>();
        Service<String, String> noting = new Service<>() {
            @Override
            public void serve(String request, Reply<String> reply) {}

            @Override
            public void inputEnded() {
                ends.add("input ended");
            }

            @Override
            public void ended() {
                ends.add("ended");
            }
        };
        ServiceFactory<String, String> services = conversation -> noting;
        var pair = connect(
                services.filteredBy(new Delay(THOUGHT))
                        .filteredBy(new MessageLog())
                        .filteredBy(new BlockingDelay(THOUGHT, SECOND.number())),
                SECOND);
        pair.endOfInput();
        pair.breakOff();

        assertThat(ends).containsExactly("input ended", "ended");
    }

    @Test
    void messageLogChangesNothingButTheLog() throws Exception {
        ServiceFactory<String, String> service = peer -> (request, reply) -> {
            switch (request) {
                case "none" -> reply.none();
                case "end" -> reply.hangUp();
                case "noted" -> reply.send(request, new Ignored());
                default -> reply.send(request);
            }
        };
        var pair = connect(service.filteredBy(new MessageLog()), SECOND);

        assertThat(pair.receive(Talk.bytes("a\u001b[2J\nnone\nnoted\nend\nlate\n")))
                .isEqualTo(Step.CLOSE);

        assertThat(pair.takeReplies()).containsExactly("a\u001b[2J", "noted");
        assertThat(log.lines)
                .containsExactly(
                        "received message: a\\u001b[2J",
                        "sending back message: a\\u001b[2J",
                        "received message: none",
                        "received message: noted",
                        "sending back message: noted",
                        "received message: end");
    }

    @Test
    void messageLogShowsBytesAsTheOriginalDoes() {
        SessionPair.stream(
                        Reverse.PROTOCOL,
                        ((ServiceFactory<byte[], byte[]>) peer -> Reverse::serve).filteredBy(new MessageLog()),
                        Limits.DEFAULT,
                        MemoryPeer.FIRST)
                .send(Talk.bytes("a\n"));

        assertThat(log.lines).contains("received message: b'a\\n'", "sending back message: b'\\na'");
    }

    private static SessionPair<String, String> connect(ServiceFactory<String, String> services, Peer peer) {
        return SessionPair.stream(LINES, services, Limits.DEFAULT, peer);
    }

    private static final class Ignored implements Delivery {
        @Override
        public void delivered() {}

        @Override
        public void lost() {}
    }

    /** The lines of the message log until it is closed. */
    private static final class RecordingHandler extends Handler {
        private final Logger logger = Logger.getLogger("dev.parley.messages");
        private final List<String> lines = new ArrayList<>();

        RecordingHandler() {
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        }
    }
}
