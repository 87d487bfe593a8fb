package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.ServerSession;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerListener;
import dev.parley.engine.StreamOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which end the peer sees: the end of the stream after what is whole, a reset after everything else. */
class ConnectionEndingTest {
    private final MemoryWire wire = new MemoryWire();
    private final ManualHost host = new ManualHost();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    private static byte @Nullable [] noText(ProtocolException fault) {
        return null;
    }

    private Connection open(Framing framing, Function<ProtocolException, byte @Nullable []> refusal) {
        Protocol<byte[], byte[]> protocol =
                new Protocol<>("endings", framing, framing, Codecs.BYTES, Codecs.BYTES, false, refusal);
        return new Connection(
                wire,
                MemoryPeer.FIRST,
                ServerSession.factory(protocol, conversation -> new ContractService(), Limits.DEFAULT.session()),
                new StreamOutbox(ByteBuffer.allocate(1024), host.memory()),
                Deadlines.of(Limits.DEFAULT.timeouts()),
                host,
                ServerListener.NONE);
    }

    private void arrives(Connection connection, String text) throws IOException {
        wire.arrives(Text.bytes(text));
        connection.read(buffer);
    }

    private void peerEnds(Connection connection) throws IOException {
        wire.peerEnds();
        connection.read(buffer);
    }

    private String seenAfterClosing(Connection connection, CloseReason reason) {
        connection.close(reason);
        return Text.text(wire.takeWritten()) + (wire.wasReset() ? "<reset>" : "<end>");
    }

    private String seenAtItsEnd(Connection connection) {
        if (!connection.over()) {
            assertThat(wire.outputEnded()).as("our side is ended").isTrue();
        }
        return seenAfterClosing(connection, connection.ending());
    }

    @Test
    void aReplyInFullIsFollowedByTheEndOfTheStream() throws IOException {
        Connection connection = open(Framings.END, ConnectionEndingTest::noText);
        arrives(connection, "abc");
        peerEnds(connection);
        assertThat(seenAtItsEnd(connection)).isEqualTo("cba<end>");
    }

    @Test
    void aHalfMessageAtTheDrainIsAReset() throws IOException {
        Connection connection = open(Framings.END, ConnectionEndingTest::noText);
        arrives(connection, "ab");
        connection.drain();
        assertThat(seenAtItsEnd(connection)).isEqualTo("<reset>");
        assertThat(connection.ending()).isEqualTo(CloseReason.SERVER_STOPPED);
    }

    @Test
    void aDrainBeforeAnyByteIsAResetWhereTheEndCompletesAReply() throws IOException {
        Connection connection = open(Framings.END, ConnectionEndingTest::noText);
        connection.drain();
        assertThat(seenAtItsEnd(connection)).isEqualTo("<reset>");
    }

    @Test
    void aDrainBetweenMessagesIsTheEndOfTheStream() throws IOException {
        Connection connection = open(Framings.LEN8, ConnectionEndingTest::noText);
        arrives(connection, "\2ab");
        connection.drain();
        assertThat(seenAtItsEnd(connection)).isEqualTo("\2ba<end>");
    }

    @Test
    void aHalfMessageAtTheDrainIsNoResetThatCouldOvertakeTheReplyBefore() throws IOException {
        Connection connection = open(Framings.LEN8, ConnectionEndingTest::noText);
        arrives(connection, "\2ab\2c");
        connection.drain();
        assertThat(seenAtItsEnd(connection)).isEqualTo("\2ba<end>");
    }

    @Test
    void aHalfMessageAtTheDrainIsAResetOnceTheReplyBeforeHasArrived() throws IOException {
        Connection connection = open(Framings.LEN8, ConnectionEndingTest::noText);
        arrives(connection, "\2ab\2c");
        host.pass(Duration.ofSeconds(2), () -> {});
        connection.drain();
        assertThat(seenAtItsEnd(connection)).isEqualTo("\2ba<reset>");
    }

    @Test
    void aServiceThatFailsResetsTheConnection() throws IOException {
        Connection connection = open(Framings.END, ConnectionEndingTest::noText);
        arrives(connection, "throw");
        peerEnds(connection);
        assertThat(seenAtItsEnd(connection)).isEqualTo("<reset>");
    }

    @Test
    void aServiceThatHangsUpDoesNotSeemToHaveReplied() throws IOException {
        Connection connection = open(Framings.END, ConnectionEndingTest::noText);
        arrives(connection, "hang up");
        peerEnds(connection);
        assertThat(seenAtItsEnd(connection)).isEqualTo("<reset>");
    }

    @Test
    void aMessageThatDoesNotEndInTimeIsRefusedInTheWordsOfTheProtocol() throws IOException {
        Connection connection = open(Framings.END, fault -> Text.bytes("no: " + fault.getMessage()));
        arrives(connection, "ab");
        connection.expire();
        assertThat(seenAtItsEnd(connection)).isEqualTo("no: message not complete in time<end>");
        assertThat(connection.ending()).isEqualTo(CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void aMessageThatDoesNotEndInTimeIsAResetWhereTheProtocolHasNoWords() throws IOException {
        Connection connection = open(Framings.LEN8, ConnectionEndingTest::noText);
        arrives(connection, "\2a");
        connection.expire();
        assertThat(seenAtItsEnd(connection)).isEqualTo("<reset>");
    }

    @Test
    void aReplyThatIsNotTakenInTimeIsAReset() throws IOException {
        Connection connection = open(Framings.LEN8, ConnectionEndingTest::noText);
        wire.roomFor(1);
        arrives(connection, "\2ab");
        assertThat(seenAfterClosing(connection, CloseReason.WRITE_TIMEOUT)).isEqualTo("\2<reset>");
    }

    @Test
    void aReplyThatIsOwedIsAReset() throws IOException {
        Connection connection = open(Framings.LEN8, ConnectionEndingTest::noText);
        arrives(connection, "\4hold");
        assertThat(seenAfterClosing(connection, CloseReason.SERVER_STOPPED)).isEqualTo("<reset>");
    }

    @Test
    void anIdlePeerSeesTheEndOfTheStreamUnlessThatCompletesAReply() {
        assertThat(seenAfterClosing(open(Framings.LEN8, ConnectionEndingTest::noText), CloseReason.IDLE))
                .isEqualTo("<end>");
        assertThat(seenAfterClosing(open(Framings.END, ConnectionEndingTest::noText), CloseReason.IDLE))
                .isEqualTo("<reset>");
    }

    @Test
    void aDeathOfTheProcessIsAResetWhereTheEndCompletesAReply() {
        open(Framings.END, ConnectionEndingTest::noText);
        wire.close(); // as the system does
        assertThat(wire.wasReset()).isTrue();
    }
}
