package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Reply;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every deadline of a conversation, on a wire in memory and a manual clock. */
class ConnectionDeadlineTest {
    private final MemoryConversation talk = new MemoryConversation();

    @Test
    void aSilentPeerIsIdle() {
        talk.isOverdueAfter(MemoryConversation.IDLE, CloseReason.IDLE);
    }

    @Test
    void whatIsHeardStartsTheIdleTimeAnew() throws IOException {
        talk.pass(MemoryConversation.IDLE);
        talk.arrives("now\n");
        talk.isOverdueAfter(MemoryConversation.IDLE, CloseReason.IDLE);
    }

    @Test
    void aMessageMustBeCompleteInTimeFromItsFirstByteOn() throws IOException {
        talk.pass(MemoryConversation.IDLE.dividedBy(2));
        talk.arrives("no");
        talk.pass(MemoryConversation.MESSAGE.dividedBy(2));
        talk.arrives("w");
        talk.isOverdueAfter(MemoryConversation.MESSAGE.dividedBy(2), CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void theNextMessageHasATimeOfItsOwn() throws IOException {
        talk.arrives("no");
        talk.pass(MemoryConversation.MESSAGE);
        talk.arrives("w\nno");
        talk.isOverdueAfter(MemoryConversation.MESSAGE, CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void timeInWhichWeDidNotReadIsNotThePeers() throws IOException {
        talk.arrives("a\nb\nc\nd\nno");
        assertThat(talk.connection.wantsRead()).as("four replies are owed").isFalse();
        talk.pass(MemoryConversation.MESSAGE.plus(MemoryConversation.MESSAGE));
        assertThat(talk.connection.overdue(talk.host.nanoTime())).isNull();
        talk.service.owed.forEach(Reply::none);
        talk.connection.resume();
        assertThat(talk.connection.wantsRead()).isTrue();
        talk.isOverdueAfter(MemoryConversation.MESSAGE, CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void repliesMustBeTakenInTime() throws IOException {
        talk.wire.roomFor(2);
        talk.arrives("now\n");
        assertThat(talk.written()).isEqualTo("do");
        assertThat(talk.connection.wantsWrite()).isTrue();
        talk.isOverdueAfter(MemoryConversation.WRITE, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void whatThePeerTakesStartsTheWriteTimeAnew() throws IOException {
        talk.wire.roomFor(2);
        talk.arrives("now\n");
        talk.pass(MemoryConversation.WRITE);
        talk.wire.roomFor(1);
        talk.connection.advance();
        talk.isOverdueAfter(MemoryConversation.WRITE, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void aReplyMayBeOwedNoLongerThanItsLimit() throws IOException {
        talk.arrives("later\n");
        talk.isOverdueAfter(MemoryConversation.REPLY, CloseReason.REPLY_TIMEOUT);
    }

    @Test
    void theTimeOfAReplyBeginsWithItsRequest() throws IOException {
        talk.arrives("first\n");
        talk.pass(MemoryConversation.REPLY.dividedBy(2));
        talk.arrives("second\n");
        talk.service.owed.getFirst().send("done");
        talk.connection.resume();
        talk.isOverdueAfter(MemoryConversation.REPLY, CloseReason.REPLY_TIMEOUT);
    }

    @Test
    void withoutALimitAReplyMayBeOwedForEver() throws IOException {
        Connection patient = talk.patient();
        talk.pass(Duration.ofDays(365));
        assertThat(patient.overdue(talk.host.nanoTime())).isNull();
    }

    @Test
    void aPeerThatHasEndedWaitsForItsRepliesNoLongerThanTheIdleTime() throws IOException {
        Connection patient = talk.patient();
        talk.wire.peerEnds();
        patient.read(talk.buffer);
        talk.pass(MemoryConversation.IDLE);
        assertThat(patient.overdue(talk.host.nanoTime())).isNull();
        talk.pass(MemoryConversation.MOMENT);
        assertThat(patient.overdue(talk.host.nanoTime())).isEqualTo(CloseReason.PEER_GONE);
    }

    @Test
    void afterOurEndThePeerMustFollowInTime() throws IOException {
        talk.arrives("now\nthrow\n");
        assertThat(talk.wire.outputEnded()).isTrue();
        assertThat(talk.connection.over()).isFalse();
        talk.isOverdueAfter(MemoryConversation.LINGER, CloseReason.LINGER_TIMEOUT);
    }

    @Test
    void anEndThatFindsNoRoomHasTheTimeOfAWrite() throws IOException {
        talk.wire.blockEnd(true);
        talk.connection.drain();
        talk.isOverdueAfter(MemoryConversation.WRITE, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void whatIsExcusedIsForTheReplyThatWasOwedThen() throws IOException {
        talk.arrives("first\n");
        talk.pass(MemoryConversation.REPLY);
        talk.connection.excuse(MemoryConversation.REPLY.toNanos());
        talk.arrives("second\n");
        talk.pass(MemoryConversation.MOMENT);
        talk.service.owed.getFirst().send("done");
        talk.connection.resume();
        talk.pass(MemoryConversation.REPLY.minus(MemoryConversation.MOMENT));
        talk.isOverdueAfter(Duration.ZERO, CloseReason.REPLY_TIMEOUT);
    }

    @Test
    void aTimeInWhichNothingRanIsExcusedForEveryReplyThatWasOwedThen() throws IOException {
        talk.arrives("first\n");
        talk.pass(MemoryConversation.MOMENT);
        talk.arrives("second\n");
        talk.pass(MemoryConversation.REPLY);
        talk.connection.excuse(MemoryConversation.REPLY.toNanos());
        talk.connection.excuse(1);
        talk.service.owed.getFirst().send("done");
        talk.connection.resume();
        talk.isOverdueAfter(MemoryConversation.REPLY, CloseReason.REPLY_TIMEOUT);
    }

    @Test
    void aHandshakeIsExcusedForATimeInWhichNothingRan() {
        talk.wire.establish(false);
        Connection begun = talk.open(Text.LIMITS);
        talk.pass(Text.LIMITS.timeouts().handshake().plus(MemoryConversation.MOMENT));
        assertThat(begun.overdue(talk.host.nanoTime())).isEqualTo(CloseReason.HANDSHAKE_TIMEOUT);
        begun.excuse(1);
        assertThat(begun.overdue(talk.host.nanoTime())).isNull();
    }

    @Test
    void theIdleTimeBeginsWithTheEndOfTheHandshake() {
        talk.wire.establish(false);
        Connection begun = talk.open(Text.LIMITS.withTimeouts(
                MemoryConversation.MOMENT, MemoryConversation.MESSAGE, MemoryConversation.WRITE));
        talk.pass(MemoryConversation.MOMENT.plus(MemoryConversation.MOMENT));
        talk.wire.establish(true);
        assertThat(begun.overdue(talk.host.nanoTime()))
                .as("although its thread waits in the wire")
                .isNull();
        talk.pass(MemoryConversation.MOMENT.plus(MemoryConversation.MOMENT));
        assertThat(begun.overdue(talk.host.nanoTime())).isEqualTo(CloseReason.IDLE);
    }
}
