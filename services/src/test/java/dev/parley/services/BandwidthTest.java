package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Codecs;
import dev.parley.core.DatagramSession;
import dev.parley.core.Delivery;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServerSession;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session.Ending;
import dev.parley.core.Session.Step;
import dev.parley.core.SessionFactory;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replies that leave no faster than a bandwidth, in memory: 1,000 bytes a second, of which 10 may leave in a burst. */
class BandwidthTest {
    private static final Protocol<byte[], byte[]> LEN32 =
            Protocol.of("len32", Framings.LEN32, Codecs.BYTES, Codecs.BYTES);
    private static final Faults SLOW = Faults.NONE.withBandwidth(1_000);
    private static final Duration MS = Duration.ofMillis(1);

    private final List<String> deliveries = new ArrayList<>();
    private final ServiceFactory<byte[], byte[]> echo =
            conversation -> (request, reply) -> reply.send(request, new Noted(request.length));

    private final class Noted implements Delivery {
        private final int bytes;

        Noted(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public void delivered() {
            deliveries.add("delivered " + bytes);
        }

        @Override
        public void lost() {
            deliveries.add("lost " + bytes);
        }
    }

    private SessionFactory sessions(Faults faults, boolean datagrams, Limits limits) {
        return faults.around(
                datagrams
                        ? DatagramSession.factory(LEN32, echo, limits.session())
                        : ServerSession.factory(LEN32, echo, limits.session()),
                datagrams);
    }

    private static SessionPair<byte[], byte[]> connect(SessionFactory sessions, boolean datagrams) {
        return SessionPair.of(LEN32, sessions, new MemoryPeer(0, "127.0.0.1", 40_000, true), datagrams);
    }

    private SessionPair<byte[], byte[]> tcp(Faults faults) {
        return connect(sessions(faults, false, Limits.DEFAULT), false);
    }

    private SessionPair<byte[], byte[]> udp(Faults faults) {
        return connect(sessions(faults, true, Limits.DEFAULT), true);
    }

    @Test
    void aStreamFlowsInPiecesOfWhatTenMillisecondsBring() {
        var pair = tcp(SLOW);
        assertThat(pair.send(new byte[96])).isEqualTo(Step.READ); // with its length, 100
        assertThat(pair.takeBytes()).as("the burst").hasSize(10);
        assertThat(deliveries).isEmpty();
        assertThat(pair.session().settled()).isFalse();
        for (int i = 1; i <= 9; i++) {
            pair.pass(MS.multipliedBy(9));
            assertThat(pair.takeBytes()).isEmpty();
            pair.pass(MS);
            assertThat(pair.takeBytes()).as("after %d0 ms", i).hasSize(10);
        }
        assertThat(deliveries).containsExactly("delivered 96");
        assertThat(pair.session().settled()).isTrue();
        pair.pass(MS.multipliedBy(50));
        pair.send(new byte[16]);
        assertThat(pair.takeBytes())
                .as("unused time is worth a burst and no more")
                .hasSize(10);
    }

    @Test
    void smallRepliesOfAStreamLeaveWholeAndInTheirOrder() throws Exception {
        var pair = tcp(SLOW);
        for (String text : List.of("a", "b", "c")) {
            pair.send(Talk.bytes(text)); // 5 bytes each
        }
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a", "b");
        pair.pass(MS.multipliedBy(5));
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("c");
    }

    @Test
    void aDatagramLeavesWhenItsLastByteMay() {
        var pair = udp(SLOW);
        pair.send(new byte[96]);
        pair.pass(MS.multipliedBy(89));
        assertThat(pair.takeMessages()).isEmpty();
        pair.pass(MS);
        assertThat(pair.takeMessages()).hasSize(1);
        assertThat(deliveries).containsExactly("delivered 96");
    }

    @Test
    void aDatagramThatWouldWaitForTooLongIsLost() throws Exception {
        var pair = udp(SLOW);
        for (int i = 0; i < 8; i++) {
            pair.send(new byte[96]); // 100 ms each; the fifth waits for 390 ms
        }
        assertThat(deliveries)
                .as("lost behind the server")
                .containsExactly("delivered 96", "delivered 96", "delivered 96");
        pair.pass(Duration.ofSeconds(5));
        assertThat(pair.takeReplies()).hasSize(5);
        assertThat(deliveries).hasSize(8);
        pair.send(new byte[96]);
        pair.pass(MS.multipliedBy(100));
        assertThat(pair.takeReplies()).hasSize(1);
    }

    @Test
    void allConversationsOfAnEndpointShareIt() {
        SessionFactory sessions = sessions(SLOW, false, Limits.DEFAULT);
        var one = connect(sessions, false);
        var two = connect(sessions, false);
        one.send(new byte[6]);
        two.send(new byte[6]);
        assertThat(one.takeBytes()).hasSize(10);
        assertThat(two.takeBytes()).isEmpty();
        two.pass(MS.multipliedBy(10));
        assertThat(two.takeBytes()).hasSize(10);
    }

    @Test
    void whoHasManyRepliesKeepsNobodyWaitingForAllOfThem() {
        SessionFactory sessions = sessions(SLOW, false, Limits.DEFAULT);
        var many = connect(sessions, false);
        var one = connect(sessions, false);
        for (int i = 0; i < 9; i++) {
            many.send(new byte[6]); // one leaves, one has taken
        }
        one.send(new byte[6]);
        one.pass(MS.multipliedBy(19));
        assertThat(one.takeBytes()).isEmpty();
        one.pass(MS);
        assertThat(one.takeBytes()).hasSize(10);
    }

    @Test
    void whatNeverLeavesIsGivenBack() {
        SessionFactory sessions = sessions(SLOW, true, Limits.DEFAULT);
        var gone = connect(sessions, true);
        gone.send(new byte[296]);
        gone.breakOff();
        assertThat(deliveries).containsExactly("lost 296");
        var other = connect(sessions, true);
        other.send(new byte[6]);
        assertThat(other.takeMessages()).hasSize(1);
    }

    @Test
    void aStreamEndsBehindWhatWaitsAndSoDoesAStop() {
        var pair = tcp(SLOW);
        pair.send(new byte[16]);
        assertThat(pair.endOfInput()).isEqualTo(Step.PAUSED);
        pair.pass(MS.multipliedBy(10));
        assertThat(pair.takeBytes()).hasSize(20);
        assertThat(pair.steps().getLast()).isEqualTo(Step.CLOSE);

        var stopped = tcp(SLOW);
        stopped.send(new byte[16]);
        assertThat(stopped.drain()).isEqualTo(Step.PAUSED);
        stopped.pass(MS.multipliedBy(10));
        assertThat(stopped.steps().getLast()).isEqualTo(Step.CLOSE);

        var reset = tcp(SLOW.withResetAfter(1));
        reset.send(new byte[16]);
        assertThat(reset.send(new byte[1])).isEqualTo(Step.PAUSED);
        reset.pass(MS.multipliedBy(10));
        assertThat(reset.takeBytes()).hasSize(20);
        assertThat(reset.steps().getLast()).isEqualTo(Step.CLOSE);
        assertThat(reset.session().ending()).isEqualTo(Ending.BROKEN_OFF);
    }

    @Test
    void whatWaitsIsUnsentSoThatNoMoreIsServedThanMayWait() {
        Limits little = Limits.DEFAULT.withMaxUnsent(100, 1_000);
        var pair = connect(sessions(SLOW, false, little), false);
        pair.send(new byte[96]);
        assertThat(pair.send(new byte[96])).isEqualTo(Step.PAUSED);
        pair.send(new byte[96]);
        int bytes = 0;
        for (int i = 0; i < 30; i++) {
            bytes += pair.takeBytes().length;
            pair.pass(MS.multipliedBy(10));
        }
        assertThat(bytes).isEqualTo(300);
        assertThat(pair.steps().getLast()).isEqualTo(Step.READ);
    }

    @Test
    void whatWaitsIsNotOwed() {
        var pair = tcp(SLOW);
        pair.send(new byte[96]);
        long before = pair.session().owedSinceNanos();
        pair.pass(MS.multipliedBy(50));
        assertThat(pair.session().settled()).isFalse();
        assertThat(pair.session().owedSinceNanos() - before)
                .isEqualTo(MS.multipliedBy(50).toNanos());
    }

    @Test
    void onlyTheFirstRepliesArePacedAndThoseBehindThemKeepTheirPlace() throws Exception {
        var pair = tcp(SLOW.withFirst(1));
        pair.send(new byte[16]);
        pair.send(Talk.bytes("b"));
        assertThat(pair.takeBytes()).hasSize(10);
        pair.pass(MS.multipliedBy(10));
        assertThat(pair.takeBytes()).hasSize(15);
        pair.send(new byte[1000]);
        assertThat(pair.takeBytes()).hasSize(1004);
    }

    @Test
    void aBandwidthHasABitASecond() {
        assertThatThrownBy(() -> Faults.NONE.withBandwidth(0.124)).hasMessageContaining("a bit a second at least");
        assertThatThrownBy(() -> Faults.NONE.withBandwidth(Double.NaN)).hasMessageContaining("a bit a second at least");
        assertThat(Faults.NONE.withBandwidth(Faults.UNLIMITED)).isEqualTo(Faults.NONE);
    }
}
