package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Session.Step;
import dev.parley.testkit.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseTest {
    @Test
    void reversesAsTheOriginalsExampleShows() {
        var pair = Talk.tcp(Reverse.TYPE).connect();

        pair.receive(Talk.bytes("\fHello, world"));

        assertThat(Talk.text(pair.takeBytes())).isEqualTo("\fdlrow ,olleH");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 254, 255})
    void reversesEveryLengthAndEveryByte(int length) {
        byte[] request = new byte[1 + length];
        byte[] reply = new byte[1 + length];
        request[0] = reply[0] = (byte) length;
        for (int i = 0; i < length; i++) {
            request[1 + i] = (byte) i;
            reply[length - i] = (byte) i;
        }

        Cuts.forAll(request, pieces -> {
            var pair = Talk.tcp(Reverse.TYPE).connect();
            pair.receiveAll(pieces);
            assertThat(pair.takeBytes()).isEqualTo(reply);
        });
    }

    @Test
    void answersAnyNumberOfMessagesOnOneConnection() {
        Cuts.forAll(Talk.bytes("\2ab\0\3xyz\1q"), pieces -> {
            var pair = Talk.tcp(Reverse.TYPE).connect();
            assertThat(pair.receiveAll(pieces)).isEqualTo(Step.READ);
            assertThat(Talk.text(pair.takeBytes())).isEqualTo("\2ba\0\3zyx\1q");
            assertThat(pair.endOfInput()).isEqualTo(Step.CLOSE);
        });
    }

    @Test
    void doesNotAnswerAMessageThatWasCutOff() {
        var pair = Talk.tcp(Reverse.TYPE).connect();
        pair.receive(Talk.bytes("\5abc"));

        assertThat(pair.endOfInput()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeBytes()).isEmpty();
    }

    @Test
    void answersADatagramOnlyWhenItIsOneWholeMessage() {
        var pair = Talk.udp(Reverse.TYPE).connect();

        pair.receive(Talk.bytes("\3abc"));
        pair.receive(Talk.bytes("\3ab"));
        pair.receive(Talk.bytes("\3abcd"));
        pair.receive();
        pair.receive(Talk.bytes("\0"));

        assertThat(Talk.texts(pair.takeMessages())).containsExactly("\3cba", "\0");
    }
}
