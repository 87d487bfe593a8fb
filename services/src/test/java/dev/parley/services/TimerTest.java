package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimerTest {
    private static final String UUID = "9f8b1c1e-0e5c-4c43-9a0e-0c1f2d3e4a5b";

    private final ManualClock clock = new ManualClock();
    private final Talk<byte[], byte[]> server =
            new Talk<>(Timer.TYPE, ServiceSettings.of(Transport.TCP).withClock(clock));

    @Test
    void answersWithTheTimeSinceTheConnectThenSinceThePreviousReply() {
        var pair = server.connect();

        clock.advance(Duration.ofNanos(1_234_567));
        pair.receive(Talk.bytes(UUID));
        clock.advance(Duration.ofMillis(2_500));
        pair.receive(Talk.bytes(UUID));
        pair.receive(Talk.bytes(UUID));

        assertThat(Talk.text(pair.takeBytes()))
                .isEqualTo("UUID: " + UUID + " received after 0.001235 seconds"
                        + "UUID: " + UUID + " received after 2.500000 seconds"
                        + "UUID: " + UUID + " received after 0.000000 seconds");
    }

    @Test
    void measuresEachConnectionByItself() {
        var first = server.connect();
        clock.advance(Duration.ofSeconds(3));
        var second = server.connect();
        clock.advance(Duration.ofSeconds(1));

        first.receive(Talk.bytes(UUID));
        second.receive(Talk.bytes(UUID));

        assertThat(Talk.text(first.takeBytes())).endsWith("after 4.000000 seconds");
        assertThat(Talk.text(second.takeBytes())).endsWith("after 1.000000 seconds");
    }

    @Test
    void measuresFromTheSendingOfThePreviousReply() {
        // Every look at the clock takes a second: the service looks once for the request and once for the answer.
        var slow = new Talk<>(Timer.TYPE, ServiceSettings.of(Transport.TCP).withClock(() -> {
            clock.advance(Duration.ofSeconds(1));
            return clock.getAsLong();
        }));
        var pair = slow.connect();

        pair.receive(Talk.bytes("a"));
        pair.takeBytes();
        pair.receive(Talk.bytes("b"));

        assertThat(Talk.text(pair.takeBytes())).isEqualTo("UUID: b received after 1.000000 seconds");
    }

    @Test
    void givesAnyTextBackByteForByte() {
        var pair = server.connect();

        pair.receive(Talk.bytes("n\u00f6 %s\n"));

        assertThat(Talk.text(pair.takeBytes())).isEqualTo("UUID: n\u00f6 %s\n received after 0.000000 seconds");
    }

    @Test
    void doesNotAnswerAReply() {
        var pair = server.connect();

        pair.receive(Talk.bytes("UUID: " + UUID + " received after 0.000000 seconds"));

        assertThat(pair.takeBytes()).isEmpty();
    }

    @Test
    void admitsFiveClientsByDefault() {
        assertThat(Timer.TYPE.serving().limits().admission().maxClients()).isEqualTo(5);
        assertThat(Timer.TYPE.serving().threads()).isEqualTo(5);
    }
}
