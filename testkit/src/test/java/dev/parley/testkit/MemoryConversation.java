package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Conversation;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Reply;
import dev.parley.core.ServerSession;
import dev.parley.core.Service;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerListener;
import dev.parley.engine.StreamOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One conversation on a wire in memory and a manual clock, with short limits; the test is its engine and its peer. */
final class MemoryConversation {
    static final Duration IDLE = Duration.ofSeconds(60);
    static final Duration MESSAGE = Duration.ofSeconds(10);
    static final Duration WRITE = Duration.ofSeconds(20);
    static final Duration REPLY = Duration.ofSeconds(30);
    static final Duration LINGER = Duration.ofSeconds(1);
    static final Duration MOMENT = Duration.ofNanos(1);

    final MemoryWire wire = new MemoryWire();
    final ManualHost host = new ManualHost();
    final Held service = new Held();
    final List<String> events = new ArrayList<>();
    final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    final Connection connection = open(Text.LIMITS
            .withTimeouts(IDLE, MESSAGE, WRITE)
            .withReplyTimeout(REPLY)
            .withMaxUnsent(10, 4));

    /** Answers {@code now} at once; keeps the reply of everything else. */
    static final class Held implements Service<String, String> {
        final List<Reply<String>> owed = new ArrayList<>();
        int inputEnded;
        int ended;

        @Override
        public void serve(String request, Reply<String> reply) {
            switch (request) {
                case "now" -> reply.send("done");
                case "throw" -> throw new IllegalStateException("as requested");
                default -> owed.add(reply);
            }
        }

        @Override
        public void inputEnded() {
            inputEnded++;
        }

        @Override
        public void ended() {
            ended++;
        }
    }

    Connection open(Limits limits) {
        ServerListener listener = new ServerListener() {
            @Override
            public void accepted(Peer peer) {
                events.add("accepted");
            }

            @Override
            public void closed(Peer peer, CloseReason reason) {
                events.add("closed " + reason.name());
            }

            @Override
            public void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {
                events.add("received " + receivedBytes + " sent " + sentBytes + " messages " + messages);
            }
        };
        return new Connection(
                wire,
                MemoryPeer.FIRST,
                ServerSession.factory(Text.LINES, (Conversation conversation) -> service, limits.session()),
                new StreamOutbox(ByteBuffer.allocate(1024), host.memory()),
                Deadlines.of(limits.timeouts()),
                host,
                listener);
    }

    void arrives(String text) throws IOException {
        wire.arrives(text.getBytes(ISO_8859_1));
        connection.read(buffer);
    }

    void peerEnds() throws IOException {
        wire.peerEnds();
        connection.read(buffer);
    }

    String written() {
        return new String(wire.takeWritten(), ISO_8859_1);
    }

    void pass(Duration time) {
        host.pass(time, () -> {});
    }

    /** Just in time nothing is overdue, a moment later this is. */
    void isOverdueAfter(Duration limit, CloseReason reason) {
        pass(limit);
        assertThat(connection.overdue(host.nanoTime())).as("at the limit").isNull();
        pass(MOMENT);
        assertThat(connection.overdue(host.nanoTime())).as("past the limit").isEqualTo(reason);
    }

    /** A conversation whose replies have no limit, with one of them owed. */
    Connection patient() throws IOException {
        Connection patient = open(Text.LIMITS.withTimeouts(IDLE, MESSAGE, WRITE));
        wire.arrives("later\n".getBytes(ISO_8859_1));
        patient.read(buffer);
        return patient;
    }
}
