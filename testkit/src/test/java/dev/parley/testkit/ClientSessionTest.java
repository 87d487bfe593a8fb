package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.BufferOutbox;
import dev.parley.core.ClientSession;
import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of a conversation, without a socket: requests out, replies in, and the end. */
class ClientSessionTest {
    @ParameterizedTest
    @CsvSource({"len8, 02 61 62", "len16, 00 02 61 62", "line, 61 62 0A", "end, 61 62", "read, 61 62"})
    void writesARequestInItsFraming(String framing, String hex) {
        BufferOutbox outbox = new BufferOutbox();

        ClientSessions.stream(framing).send("ab", outbox);

        assertThat(ClientSessions.bytes(outbox.take())).isEqualTo(Hex.bytes(hex));
    }

    @Test
    void leavesTheOutboxAsItWasWhenTheFramingCannotCarryARequest() {
        BufferOutbox outbox = new BufferOutbox();
        ClientSession<String, String> session = ClientSessions.stream("line");
        session.send("a", outbox);

        assertThatThrownBy(() -> session.send("b\nc", outbox)).isInstanceOf(IllegalArgumentException.class);
        session.send("d", outbox);

        assertThat(Text.text(ClientSessions.bytes(outbox.take()))).isEqualTo("a\nd\n");
    }

    @Test
    void endsItsSideAfterARequestThatEndsWithItsStream() {
        assertThat(ClientSessions.stream("end").endsOutput()).isTrue();
        assertThat(ClientSessions.stream("line").endsOutput()).isFalse();
        assertThat(ClientSessions.datagrams("end").endsOutput())
                .as("a datagram ends by itself")
                .isFalse();
    }

    @Test
    void isOverOnceTheLastReplyIsTaken() throws ProtocolException {
        ClientSession<String, String> session = ClientSessions.stream("line");
        session.receive(ByteBuffer.wrap(Text.bytes("a\nb")));
        session.endOfInput();

        assertThat(session.isOver()).isFalse();
        assertThat(session.next()).isEqualTo("a");
        assertThat(session.isOver()).isFalse();
        assertThat(session.next()).isEqualTo("b");
        assertThat(session.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ignoresWhatComesAfterTheEnd(boolean datagrams) throws ProtocolException {
        ClientSession<String, String> session =
                datagrams ? ClientSessions.datagrams("line") : ClientSessions.stream("line");
        session.endOfInput();

        for (int i = 0; i < 2; i++) {
            session.receive(ByteBuffer.wrap(Text.bytes("a\n")));
            assertThat(session.next()).isNull();
        }
        assertThat(session.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"09 61", "01 62"})
    void streamIsBrokenForGoodByAFault(String hex) throws ProtocolException {
        ClientSession<String, String> session = ClientSession.stream(
                Text.on(Framings.LEN8).withCodecs(Codecs.UTF_8, ClientSessions.refusing("b")),
                ClientSessions.LIMIT_BYTES);
        session.receive(ByteBuffer.wrap(Hex.bytes("01 61 " + hex + " 01 63")));
        assertThat(session.next()).isEqualTo("a");
        ProtocolException fault = ClientSessions.faultOf(session);
        assertThat(fault).isNotNull();

        session.receive(ByteBuffer.wrap(Hex.bytes("01 64")));
        session.receive(ByteBuffer.wrap(Hex.bytes("01 65")));
        assertThat(ClientSessions.faultOf(session)).isSameAs(fault);
        session.endOfInput();
        assertThat(ClientSessions.faultOf(session)).isSameAs(fault);
        assertThat(session.isOver()).as("over normally").isFalse();
    }

    @Test
    void refusesBytesWhileRepliesInThoseBeforeAreNotTaken() throws ProtocolException {
        for (ClientSession<String, String> session :
                List.of(ClientSessions.stream("len8"), ClientSessions.datagrams("len8"))) {
            session.receive(ByteBuffer.wrap(ClientSessions.sent("len8", "one")));

            assertThatThrownBy(() -> session.receive(ByteBuffer.wrap(ClientSessions.sent("len8", "two"))))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(session.next()).isEqualTo("one");
            assertThat(session.next()).isNull();
            session.receive(ByteBuffer.wrap(ClientSessions.sent("len8", "two")));
            assertThat(session.next()).isEqualTo("two");
        }
    }

    @Test
    void cutsRepliesWithADeframerOfTheCallersOwn() throws ProtocolException {
        ClientSession<String, String> session = ClientSession.stream(
                Text.on(Framings.READ), Framings.LEN8.newDeframer(ClientSessions.LIMIT_BYTES, TooLong.REJECT));

        session.receive(ByteBuffer.wrap(Hex.bytes("01 61 01 62")));

        assertThat(session.next()).isEqualTo("a");
        assertThat(session.next()).isEqualTo("b");
    }
}
