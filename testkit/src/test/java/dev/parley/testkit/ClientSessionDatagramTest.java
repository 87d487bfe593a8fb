package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.ClientSession;
import dev.parley.core.Codecs;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of a conversation in datagrams, of which each holds one reply. */
class ClientSessionDatagramTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8; a second frame;       01 61 01 62",
                "len8; a byte behind it;     01 61 62",
                "len8; half a frame;         02 61",
                "len8; nothing;              ''",
                "len8; too long;             09 61 61 61 61 61 61 61 61 61",
                "len8; what the codec does not take; 01 62",
                "line; a second line;        61 0A 62 0A",
                "end;  too long;             61 61 61 61 61 61 61 61 61",
            })
    void dropsADatagramThatIsNotExactlyOneReplyAndTakesTheNext(String framing, String what, String hex)
            throws ProtocolException {
        Protocol<String, String> protocol =
                ClientSessions.protocol(framing).withCodecs(Codecs.UTF_8, ClientSessions.refusing("b"));
        ClientSession<String, String> session = ClientSession.datagrams(protocol, ClientSessions.LIMIT_BYTES);

        session.receive(ByteBuffer.wrap(Hex.bytes(hex.equals("''") ? "" : hex)));
        assertThat(ClientSessions.faultOf(session)).as(what).isNotNull();
        assertThat(session.next()).isNull();

        session.receive(ByteBuffer.wrap(ClientSessions.sent(framing, "good")));
        assertThat(session.next()).isEqualTo("good");
        assertThat(session.next()).isNull();
        assertThat(session.isOver()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "end"})
    void takesAnEmptyDatagramAsAnEmptyReplyWhereNothingIsAroundReplies(String framing) throws ProtocolException {
        ClientSession<String, String> session = ClientSessions.datagrams(framing);

        session.receive(ByteBuffer.allocate(0));

        assertThat(session.next()).isEmpty();
        assertThat(session.next()).isNull();
    }

    @Test
    void takesTheLastDatagramBeforeTheEnd() throws ProtocolException {
        ClientSession<String, String> session = ClientSessions.datagrams("len8");
        session.receive(ByteBuffer.wrap(ClientSessions.sent("len8", "last")));
        session.endOfInput();

        assertThat(session.isOver()).isFalse();
        assertThat(session.next()).isEqualTo("last");
        assertThat(session.isOver()).isTrue();
    }
}
