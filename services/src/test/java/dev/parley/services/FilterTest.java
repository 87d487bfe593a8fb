package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Delivery;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Protocol;
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
    private static final Peer SECOND = new MemoryPeer(1, "127.0.0.1:40001", true);

    private final ServiceFactory<String, String> echo = peer -> (request, reply) -> reply.send(request);

    private final Recording log = new Recording();

    @AfterEach
    void closesTheLog() {
        log.close();
    }

    @Test
    void thinkTakesItsTimeAboutEachMessage() throws Exception {
        var pair = connect(Think.about(echo, THOUGHT, Think.EVERY_CLIENT), SECOND);

        long start = System.nanoTime();
        pair.receive(Talk.bytes("a\nb\n"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(THOUGHT.multipliedBy(2));
        assertThat(pair.takeReplies()).containsExactly("a", "b");
    }

    @Test
    void thinkAboutOneClientLeavesTheOthersTheirService() {
        var thoughtful = Think.about(echo, Duration.ofDays(1), 1);
        var plain = echo.open(MemoryPeer.FIRST);

        assertThat(Think.about(peer -> plain, Duration.ofDays(1), 1).open(MemoryPeer.FIRST))
                .isSameAs(plain);
        Thread.currentThread().interrupt(); // client 1 would sleep for a day
        assertThat(connect(thoughtful, SECOND).send("a")).isEqualTo(Step.CLOSE);
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
    }

    @Test
    void messageLogChangesNothingButTheLog() throws Exception {
        ServiceFactory<String, String> service = peer -> (request, reply) -> {
            switch (request) {
                case "none" -> reply.none();
                case "end" -> reply.hangUp();
                case "told" -> reply.send(request, new Ignored());
                default -> reply.send(request);
            }
        };
        var pair = connect(MessageLog.of(service), SECOND);

        assertThat(pair.receive(Talk.bytes("a\u001b[2J\nnone\ntold\nend\nlate\n")))
                .isEqualTo(Step.CLOSE);

        assertThat(pair.takeReplies()).containsExactly("a\u001b[2J", "told");
        assertThat(log.lines)
                .containsExactly(
                        "received message: a\\u001b[2J",
                        "sending back message: a\\u001b[2J",
                        "received message: none",
                        "received message: told",
                        "sending back message: told",
                        "received message: end");
    }

    @Test
    void messageLogShowsBytesAsTheOriginalDoes() {
        SessionPair.stream(Reverse.PROTOCOL, MessageLog.of(peer -> Reverse::serve), Limits.DEFAULT, MemoryPeer.FIRST)
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

    /** What the message log says until it is closed. */
    private static final class Recording extends Handler {
        private final Logger logger = Logger.getLogger("dev.parley.messages");
        private final List<String> lines = new ArrayList<>();

        Recording() {
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
