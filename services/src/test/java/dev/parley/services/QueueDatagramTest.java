package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Session.Step;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.testkit.ManualClock;
import dev.parley.testkit.MemoryPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueDatagramTest {
    private static final String EMPTY = "Error: No messages.";

    private final ManualClock clock = new ManualClock();
    private final Talk<QueueRequest, QueueResponse> udp =
            new Talk<>(Queue.TYPE, ServiceSettings.of(Transport.UDP).withClock(clock));

    @Test
    void takesEachDatagramForOneRequest() {
        var pair = udp.connect();

        pair.receive(Talk.bytes("first"));
        pair.receive(Talk.bytes("<<GE"));
        pair.receive();
        for (int i = 0; i < 4; i++) {
            pair.receive(Talk.bytes("<<GET>>"));
        }

        assertThat(Talk.texts(pair.takeMessages())).containsExactly("first", "<<GE", "", EMPTY);
        assertThat(pair.steps()).containsOnly(Step.READ);
    }

    @Test
    void answersARefusedPutOnlyWithWhatIsNoLongerThanThePutWas() {
        var full = new Talk<>(Queue.TYPE, ServiceSettings.of(Transport.UDP).withQueue(1, 1000));
        var pair = full.connect();

        pair.receive(Talk.bytes("kept"));
        pair.receive(Talk.bytes("refused"));
        assertThat(pair.takeMessages()).isEmpty();

        pair.receive(Talk.bytes("r".repeat(100)));
        assertThat(Talk.texts(pair.takeMessages()))
                .containsExactly("Error - message not stored: the queue is full: 1 messages.");
    }

    @Test
    void keepsTheFirst3000BytesOfALongerDatagram() {
        var pair = udp.connect();

        pair.receive(Talk.bytes("x".repeat(3_001)));
        assertThat(Talk.texts(pair.takeMessages()))
                .singleElement()
                .asString()
                .contains("only its first 3000 bytes were stored");
        pair.receive(Talk.bytes("<<GET>>"));

        assertThat(Talk.texts(pair.takeMessages())).containsExactly("x".repeat(3_000));
    }

    @Test
    void dropsALongerDatagramWhenConfiguredTo() {
        var pair = udp.connect(Queue.TYPE.serving().limits().withMaxMessage(10, TooLong.REJECT));

        pair.receive(Talk.bytes("eleven byte"));
        pair.receive(Talk.bytes("<<GET>>"));

        assertThat(Talk.texts(pair.takeMessages())).containsExactly(EMPTY);
    }

    /** The one reply that is longer than its request, so it is rationed by address. */
    @Test
    void reportsAnEmptyQueueToOneAddressOnlyAsOftenAsItsBudgetAllows() {
        var attacked = udp.connect(Queue.TYPE.serving().limits(), new MemoryPeer(0, "127.0.0.1", 1000, true));
        var sameHost = udp.connect(Queue.TYPE.serving().limits(), new MemoryPeer(1, "127.0.0.1", 1001, true));
        var other = udp.connect(Queue.TYPE.serving().limits(), new MemoryPeer(2, "127.0.0.2", 1000, true));

        for (int i = 0; i < AmplificationLimiter.BURST + 10; i++) {
            attacked.receive(Talk.bytes("<<GET>>"));
        }
        sameHost.receive(Talk.bytes("<<GET>>"));
        other.receive(Talk.bytes("<<GET>>"));

        assertThat(attacked.takeMessages()).hasSize(AmplificationLimiter.BURST);
        assertThat(sameHost.takeMessages()).isEmpty();
        assertThat(other.takeMessages()).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < AmplificationLimiter.BURST; i++) {
            sameHost.receive(Talk.bytes("<<GET>>"));
        }
        assertThat(sameHost.takeMessages()).hasSize(AmplificationLimiter.PER_SECOND);
    }

    @Test
    void handsOutMessagesWhateverTheBudget() {
        var pair = udp.connect();
        for (int i = 0; i < AmplificationLimiter.BURST; i++) {
            pair.receive(Talk.bytes("<<GET>>"));
        }
        pair.takeMessages();

        pair.receive(Talk.bytes("message"));
        pair.receive(Talk.bytes("<<GET>>"));

        assertThat(Talk.texts(pair.takeMessages())).containsExactly("message");
    }
}
