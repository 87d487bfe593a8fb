package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Reply;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Wire.Wants;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a conversation does with a wire, and every order of endings, in memory. */
class ConnectionTest {
    private final MemoryConversation talk = new MemoryConversation();

    @Test
    void answersWhatIsAnsweredInTimeInTheSameStep() throws IOException {
        talk.arrives("now\nnow\n");
        assertThat(talk.written()).isEqualTo("done\ndone\n");
        assertThat(talk.connection.wantsRead()).isTrue();
        assertThat(talk.connection.wantsWrite()).isFalse();
        assertThat(talk.connection.settled()).isTrue();
    }

    @Test
    void endsWhenThePeerEndsAndNothingIsOwed() throws IOException {
        talk.arrives("now\n");
        talk.peerEnds();
        assertThat(talk.connection.over()).isTrue();
        assertThat(talk.connection.ending()).isEqualTo(CloseReason.ORDERLY);
    }

    @Test
    void givesAPeerThatHasEndedTheRepliesItIsOwed() throws IOException {
        talk.arrives("later\n");
        talk.peerEnds();
        assertThat(talk.service.inputEnded).isEqualTo(1);
        assertThat(talk.connection.over()).isFalse();
        talk.service.owed.getFirst().send("done");
        talk.connection.resume();
        assertThat(talk.written()).isEqualTo("done\n");
        assertThat(talk.connection.over()).isTrue();
    }

    @Test
    void endsOnlyWhenThePeerThatHasEndedHasTakenItsReplies() throws IOException {
        talk.wire.roomFor(2);
        talk.arrives("now\n");
        talk.peerEnds();
        assertThat(talk.connection.over()).isFalse();
        talk.wire.roomFor(100);
        talk.connection.advance();
        assertThat(talk.written()).isEqualTo("done\n");
        assertThat(talk.connection.over()).isTrue();
    }

    @Test
    void endsFirstThenWaitsForThePeer() throws IOException {
        talk.arrives("now\n");
        talk.connection.drain();
        assertThat(talk.wire.outputEnded()).isTrue();
        assertThat(talk.connection.over()).isFalse();
        talk.arrives("too late\n");
        assertThat(talk.service.owed).as("requests after our end").isEmpty();
        talk.peerEnds();
        assertThat(talk.connection.over()).isTrue();
    }

    @Test
    void drainsWhatIsOwedBeforeItEnds() throws IOException {
        talk.arrives("later\n");
        talk.connection.drain();
        assertThat(talk.wire.outputEnded()).isFalse();
        talk.service.owed.getFirst().send("done");
        talk.connection.resume();
        assertThat(talk.written()).isEqualTo("done\n");
        assertThat(talk.wire.outputEnded()).isTrue();
    }

    @Test
    void anEndThatFindsNoRoomIsTriedAgainWhenThereIsSome() throws IOException {
        talk.wire.blockEnd(true);
        talk.connection.drain();
        assertThat(talk.wire.outputEnded()).isFalse();
        assertThat(talk.connection.wantsWrite()).isTrue();
        assertThat(talk.connection.settled()).isFalse();
        talk.wire.blockEnd(false);
        talk.connection.advance();
        assertThat(talk.wire.outputEnded()).isTrue();
        assertThat(talk.connection.wantsWrite()).isFalse();
    }

    @Test
    void aServiceThatThrowsEndsItsConversation() throws IOException {
        talk.arrives("now\nthrow\nnow\n");
        assertThat(talk.written()).isEqualTo("done\n");
        talk.peerEnds();
        assertThat(talk.connection.ending()).isEqualTo(CloseReason.SERVICE_FAILED);
    }

    @Test
    void aPeerThatBreaksTheProtocolGetsItsRefusalAndTheEnd() throws IOException {
        talk.arrives("x".repeat(101) + "\n");
        assertThat(talk.written()).startsWith("refused: ");
        assertThat(talk.wire.outputEnded()).isTrue();
        talk.peerEnds();
        assertThat(talk.connection.ending()).isEqualTo(CloseReason.PROTOCOL_FAULT);
    }

    @Test
    void aResetIsAnExceptionAndTheRepliesAreLost() throws IOException {
        talk.arrives("later\n");
        talk.wire.peerResets();
        assertThatThrownBy(() -> talk.connection.read(talk.buffer)).isInstanceOf(IOException.class);
        talk.connection.close(CloseReason.CONNECTION_LOST);
        assertThat(talk.service.ended).isEqualTo(1);
        assertThat(talk.wire.closed()).isTrue();
    }

    @Test
    void noticesAPeerThatEndsWhileItsReadingIsPaused() throws IOException {
        talk.arrives("a\nb\nc\nd\n");
        assertThat(talk.connection.wantsRead()).isFalse();
        assertThat(talk.connection.mayReadAhead()).isTrue();
        talk.arrives("e\nf\n");
        assertThat(talk.service.owed).as("read, but not served").hasSize(4);
        talk.peerEnds();
        assertThat(talk.service.inputEnded).isEqualTo(1);
        talk.service.owed.forEach(Reply::none);
        talk.connection.resume();
        assertThat(talk.service.owed).as("what had arrived is served").hasSize(6);
    }

    @Test
    void readsAheadNoMoreThanItsBound() throws IOException {
        talk.arrives("a\nb\nc\nd\n");
        for (int reads = 0; talk.connection.mayReadAhead(); reads++) {
            assertThat(reads).isLessThan(10);
            talk.arrives("e".repeat(32 * 1024));
        }
    }

    @Test
    void aWireThatWaitsOnItsOwnAccountDecidesWhatIsWatched() throws IOException {
        talk.wire.wants(Wants.TO_WRITE);
        assertThat(talk.connection.wantsRead()).isFalse();
        assertThat(talk.connection.wantsWrite()).isTrue();
        talk.wire.wants(Wants.TO_READ);
        talk.wire.roomFor(0);
        talk.arrives("now\n");
        assertThat(talk.connection.wantsRead()).isTrue();
        assertThat(talk.connection.wantsWrite()).as("not before it has read").isFalse();
        talk.wire.wants(Wants.NOTHING);
        assertThat(talk.connection.wantsWrite()).isTrue();
    }

    @Test
    void reportsWhenTheWireHasMoreToGive() throws IOException {
        talk.wire.arrives("now\n".getBytes(ISO_8859_1));
        talk.arrives("now\n");
        assertThat(talk.connection.hasBufferedInput()).isTrue();
        talk.connection.read(talk.buffer);
        assertThat(talk.connection.hasBufferedInput()).isFalse();
    }

    @Test
    void reportsWhatHappens() throws IOException {
        talk.arrives("now\nlat");
        talk.arrives("er\n");
        talk.connection.close(CloseReason.IDLE);
        talk.connection.close(CloseReason.ORDERLY);
        assertThat(talk.events)
                .containsExactly(
                        "accepted", "received 7 sent 5 messages 1", "received 3 sent 0 messages 1", "closed IDLE");
        assertThat(talk.service.ended).as("once, although closed twice").isEqualTo(1);
    }

    @Test
    void reportsAMessageThatTheEndOfTheStreamCompletes() throws IOException {
        talk.arrives("now");
        talk.peerEnds();
        talk.connection.close(CloseReason.ORDERLY);
        assertThat(talk.events)
                .containsExactly(
                        "accepted", "received 3 sent 0 messages 0", "received 0 sent 5 messages 1", "closed ORDERLY");
    }
}
