package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PongTest {
    @Test
    void answersPingWithPongTenTimes() {
        var pair = Talk.tcp(Pong.TYPE).connect();
        for (int i = 0; i < 10; i++) {
            pair.receive(Talk.bytes("ping"));
            assertThat(Talk.text(pair.takeBytes())).isEqualTo("pong");
        }
    }

    @Test
    void answersAnythingElseTheSameButNotItsOwnAnswer() {
        for (var pair : new dev.parley.testkit.SessionPair<?, ?>[] {
            Talk.tcp(Pong.TYPE).connect(), Talk.udp(Pong.TYPE).connect()
        }) {
            pair.receive(Talk.bytes("hello"));
            pair.receive(Talk.bytes("pong"));
            pair.receive(Talk.bytes("ping"));

            assertThat(Talk.text(pair.takeBytes())).isEqualTo("pongpong");
        }
    }

    @Test
    void neverAnswersADatagramWithMoreThanItBrought() {
        var pair = Talk.udp(Pong.TYPE).connect();
        pair.receive(Talk.bytes(""));
        pair.receive(Talk.bytes("pin"));
        assertThat(Talk.text(pair.takeBytes())).isEmpty();

        pair.receive(Talk.bytes("ping"));
        assertThat(Talk.text(pair.takeBytes())).isEqualTo("pong");
    }
}
