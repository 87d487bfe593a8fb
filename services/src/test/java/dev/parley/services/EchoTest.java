package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Cuts;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoTest {
    @Test
    void givesEveryByteBackHoweverTheyAreCut() {
        byte[] bytes = new byte[1_000];
        new Random(Cuts.DEFAULT_SEED).nextBytes(bytes);

        Cuts.forAll(bytes, pieces -> {
            var pair = Talk.tcp(Echo.TYPE).connect();
            pair.receiveAll(pieces);
            assertThat(pair.takeBytes()).isEqualTo(bytes);
        });
    }

    @Test
    void givesEveryDatagramBackAsOneEmptyOnesToo() {
        var pair = Talk.udp(Echo.TYPE).connect();

        pair.receive(Talk.bytes("one"));
        pair.receive();
        pair.receive(new byte[65_507]);

        assertThat(pair.takeMessages())
                .satisfiesExactly(
                        m -> assertThat(m).isEqualTo(Talk.bytes("one")),
                        m -> assertThat(m).isEmpty(),
                        m -> assertThat(m).hasSize(65_507));
    }
}
