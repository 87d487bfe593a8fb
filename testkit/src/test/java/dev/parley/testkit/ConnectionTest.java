package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.parley.engine.Wire.Wants;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One conversation on a wire in memory and a manual clock: every deadline, and every order of endings. */
class ConnectionTest {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration MESSAGE = Duration.ofSeconds(10);
    private static final Duration WRITE = Duration.ofSeconds(20);
    private static final Duration REPLY = Duration.ofSeconds(30);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final MemoryWire wire = new MemoryWire();
    private final ManualHost host = new ManualHost();
    private final Held service = new Held();
    private final List<String> events = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    private final Connection connection = open(Text.LIMITS
            .withTimeouts(IDLE, MESSAGE, WRITE)
            .withReplyTimeout(REPLY)
            .withMaxUnsent(10, 4));

    /** Answers {@code now} at once; keeps the reply of everything else. */
    private static final class Held implements Service<String, String> {
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

    private Connection open(Limits limits) {
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
            public void messages(Peer peer, long count) {
                events.add("messages " + count);
            }

            @Override
            public void bytesReceived(Peer peer, int bytes) {
                events.add("received " + bytes);
            }

            @Override
            public void bytesSent(Peer peer, int bytes) {
                events.add("sent " + bytes);
            }
        };
        return new Connection(
                wire,
                MemoryPeer.FIRST,
                ServerSession.factory(Text.LINES, (Conversation conversation) -> service, limits.session()),
                new StreamOutbox(ByteBuffer.allocate(1024)),
                Deadlines.of(limits.timeouts()),
                host,
                listener);
    }

    private void arrives(String text) throws IOException {
        wire.arrives(text.getBytes(ISO_8859_1));
        connection.read(buffer);
    }

    private void peerEnds() throws IOException {
        wire.peerEnds();
        connection.read(buffer);
    }

    private String written() {
        return new String(wire.takeWritten(), ISO_8859_1);
    }

    private void pass(Duration time) {
        host.pass(time, () -> {});
    }

    /** Just in time nothing is overdue, a moment later this is. */
    private void isOverdueAfter(Duration limit, CloseReason reason) {
        pass(limit);
        assertThat(connection.overdue(host.nanoTime())).as("at the limit").isNull();
        pass(MOMENT);
        assertThat(connection.overdue(host.nanoTime())).as("past the limit").isEqualTo(reason);
    }

    @Test
    void answersWhatIsAnsweredInTimeInTheSameStep() throws IOException {
        arrives("now\nnow\n");
        assertThat(written()).isEqualTo("done\ndone\n");
        assertThat(connection.wantsRead()).isTrue();
        assertThat(connection.wantsWrite()).isFalse();
        assertThat(connection.settled()).isTrue();
    }

    @Test
    void aSilentPeerIsIdle() {
        isOverdueAfter(IDLE, CloseReason.IDLE);
    }

    @Test
    void whatIsHeardStartsTheIdleTimeAnew() throws IOException {
        pass(IDLE);
        arrives("now\n");
        isOverdueAfter(IDLE, CloseReason.IDLE);
    }

    @Test
    void aMessageMustBeCompleteInTimeFromItsFirstByteOn() throws IOException {
        pass(IDLE.dividedBy(2));
        arrives("no");
        pass(MESSAGE.dividedBy(2));
        arrives("w");
        isOverdueAfter(MESSAGE.dividedBy(2), CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void theNextMessageHasATimeOfItsOwn() throws IOException {
        arrives("no");
        pass(MESSAGE);
        arrives("w\nno");
        isOverdueAfter(MESSAGE, CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void timeInWhichWeDidNotReadIsNotThePeers() throws IOException {
        arrives("a\nb\nc\nd\nno");
        assertThat(connection.wantsRead()).as("four replies are owed").isFalse();
        pass(MESSAGE.plus(MESSAGE));
        assertThat(connection.overdue(host.nanoTime())).isNull();
        service.owed.forEach(Reply::none);
        connection.resume();
        assertThat(connection.wantsRead()).isTrue();
        isOverdueAfter(MESSAGE, CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void repliesMustBeTakenInTime() throws IOException {
        wire.roomFor(2);
        arrives("now\n");
        assertThat(written()).isEqualTo("do");
        assertThat(connection.wantsWrite()).isTrue();
        isOverdueAfter(WRITE, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void whatThePeerTakesStartsTheWriteTimeAnew() throws IOException {
        wire.roomFor(2);
        arrives("now\n");
        pass(WRITE);
        wire.roomFor(1);
        connection.advance();
        isOverdueAfter(WRITE, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void aReplyMayBeOwedNoLongerThanItsLimit() throws IOException {
        arrives("later\n");
        isOverdueAfter(REPLY, CloseReason.REPLY_TIMEOUT);
    }

    @Test
    void theTimeOfAReplyBeginsWithItsRequest() throws IOException {
        arrives("first\n");
        pass(REPLY.dividedBy(2));
        arrives("second\n");
        service.owed.getFirst().send("done");
        connection.resume();
        isOverdueAfter(REPLY, CloseReason.REPLY_TIMEOUT);
    }

    /** A conversation whose replies have no limit, with one of them owed. */
    private Connection patient() throws IOException {
        Connection patient = open(Text.LIMITS.withTimeouts(IDLE, MESSAGE, WRITE));
        wire.arrives("later\n".getBytes(ISO_8859_1));
        patient.read(buffer);
        return patient;
    }

    @Test
    void withoutALimitAReplyMayBeOwedForEver() throws IOException {
        Connection patient = patient();
        pass(Duration.ofDays(365));
        assertThat(patient.overdue(host.nanoTime())).isNull();
    }

    @Test
    void aPeerThatHasEndedWaitsForItsRepliesNoLongerThanTheIdleTime() throws IOException {
        Connection patient = patient();
        wire.peerEnds();
        patient.read(buffer);
        pass(IDLE);
        assertThat(patient.overdue(host.nanoTime())).isNull();
        pass(MOMENT);
        assertThat(patient.overdue(host.nanoTime())).isEqualTo(CloseReason.PEER_GONE);
    }

    @Test
    void afterOurEndThePeerMustFollowInTime() throws IOException {
        arrives("throw\n");
        assertThat(wire.outputEnded()).isTrue();
        assertThat(connection.over()).isFalse();
        isOverdueAfter(LINGER, CloseReason.LINGER_TIMEOUT);
    }

    @Test
    void endsWhenThePeerEndsAndNothingIsOwed() throws IOException {
        arrives("now\n");
        peerEnds();
        assertThat(connection.over()).isTrue();
        assertThat(connection.ending()).isEqualTo(CloseReason.ORDERLY);
    }

    @Test
    void givesAPeerThatHasEndedTheRepliesItIsOwed() throws IOException {
        arrives("later\n");
        peerEnds();
        assertThat(service.inputEnded).isEqualTo(1);
        assertThat(connection.over()).isFalse();
        service.owed.getFirst().send("done");
        connection.resume();
        assertThat(written()).isEqualTo("done\n");
        assertThat(connection.over()).isTrue();
    }

    @Test
    void endsOnlyWhenThePeerThatHasEndedHasTakenItsReplies() throws IOException {
        wire.roomFor(2);
        arrives("now\n");
        peerEnds();
        assertThat(connection.over()).isFalse();
        wire.roomFor(100);
        connection.advance();
        assertThat(written()).isEqualTo("done\n");
        assertThat(connection.over()).isTrue();
    }

    @Test
    void endsFirstThenWaitsForThePeer() throws IOException {
        arrives("now\n");
        connection.drain();
        assertThat(wire.outputEnded()).isTrue();
        assertThat(connection.over()).isFalse();
        arrives("too late\n");
        assertThat(service.owed).as("requests after our end").isEmpty();
        peerEnds();
        assertThat(connection.over()).isTrue();
    }

    @Test
    void drainsWhatIsOwedBeforeItEnds() throws IOException {
        arrives("later\n");
        connection.drain();
        assertThat(wire.outputEnded()).isFalse();
        service.owed.getFirst().send("done");
        connection.resume();
        assertThat(written()).isEqualTo("done\n");
        assertThat(wire.outputEnded()).isTrue();
    }

    @Test
    void anEndThatFindsNoRoomIsTriedAgainWhenThereIsSome() throws IOException {
        wire.blockEnd(true);
        connection.drain();
        assertThat(wire.outputEnded()).isFalse();
        assertThat(connection.wantsWrite()).isTrue();
        assertThat(connection.settled()).isFalse();
        wire.blockEnd(false);
        connection.advance();
        assertThat(wire.outputEnded()).isTrue();
        assertThat(connection.wantsWrite()).isFalse();
    }

    @Test
    void anEndThatFindsNoRoomHasTheTimeOfAWrite() throws IOException {
        wire.blockEnd(true);
        connection.drain();
        isOverdueAfter(WRITE, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void aServiceThatThrowsEndsItsConversation() throws IOException {
        arrives("now\nthrow\nnow\n");
        assertThat(written()).isEqualTo("done\n");
        peerEnds();
        assertThat(connection.ending()).isEqualTo(CloseReason.SERVICE_FAILED);
    }

    @Test
    void aPeerThatBreaksTheProtocolGetsItsRefusalAndTheEnd() throws IOException {
        arrives("x".repeat(101) + "\n");
        assertThat(written()).startsWith("refused: ");
        assertThat(wire.outputEnded()).isTrue();
        peerEnds();
        assertThat(connection.ending()).isEqualTo(CloseReason.PROTOCOL_FAULT);
    }

    @Test
    void aResetIsAnExceptionAndTheRepliesAreLost() throws IOException {
        arrives("later\n");
        wire.peerResets();
        assertThatThrownBy(() -> connection.read(buffer)).isInstanceOf(IOException.class);
        connection.close(CloseReason.CONNECTION_LOST);
        assertThat(service.ended).isEqualTo(1);
        assertThat(wire.closed()).isTrue();
    }

    @Test
    void noticesAPeerThatEndsWhileItsReadingIsPaused() throws IOException {
        arrives("a\nb\nc\nd\n");
        assertThat(connection.wantsRead()).isFalse();
        assertThat(connection.mayReadAhead()).isTrue();
        arrives("e\nf\n");
        assertThat(service.owed).as("read, but not served").hasSize(4);
        peerEnds();
        assertThat(service.inputEnded).isEqualTo(1);
        service.owed.forEach(Reply::none);
        connection.resume();
        assertThat(service.owed).as("what had arrived is served").hasSize(6);
    }

    @Test
    void readsAheadNoMoreThanItsBound() throws IOException {
        arrives("a\nb\nc\nd\n");
        for (int reads = 0; connection.mayReadAhead(); reads++) {
            assertThat(reads).isLessThan(10);
            arrives("e".repeat(32 * 1024));
        }
    }

    @Test
    void aWireThatWaitsOnItsOwnAccountDecidesWhatIsWatched() throws IOException {
        wire.wants(Wants.TO_WRITE);
        assertThat(connection.wantsRead()).isFalse();
        assertThat(connection.wantsWrite()).isTrue();
        wire.wants(Wants.TO_READ);
        wire.roomFor(0);
        arrives("now\n");
        assertThat(connection.wantsRead()).isTrue();
        assertThat(connection.wantsWrite()).as("not before it has read").isFalse();
        wire.wants(Wants.NOTHING);
        assertThat(connection.wantsWrite()).isTrue();
    }

    @Test
    void saysWhenTheWireHasMoreToGive() throws IOException {
        wire.arrives("now\n".getBytes(ISO_8859_1));
        arrives("now\n");
        assertThat(connection.hasBufferedInput()).isTrue();
        connection.read(buffer);
        assertThat(connection.hasBufferedInput()).isFalse();
    }

    @Test
    void reportsWhatHappens() throws IOException {
        arrives("now\nlat");
        arrives("er\n");
        connection.close(CloseReason.IDLE);
        connection.close(CloseReason.ORDERLY);
        assertThat(events)
                .containsExactly(
                        "accepted", "received 7", "sent 5", "messages 1", "received 3", "messages 1", "closed IDLE");
        assertThat(service.ended).as("once, although closed twice").isEqualTo(1);
    }
}
