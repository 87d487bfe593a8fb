package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Codecs;
import dev.parley.core.DatagramSession;
import dev.parley.core.Delivery;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.ServerSession;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session.Ending;
import dev.parley.core.Session.Step;
import dev.parley.core.SessionFactory;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong with replies on purpose, in memory. */
class FaultsTest {
    private static final Protocol<byte[], byte[]> LEN8 = Protocol.of("len8", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);
    private static final Duration HELD = Duration.ofMillis(Faults.HELD_MILLIS);

    private final List<String> deliveries = new ArrayList<>();
    private final ServiceFactory<byte[], byte[]> echo = conversation -> (request, reply) -> {
        switch (Talk.text(request)) {
            case "later" -> conversation.after(HELD.multipliedBy(3), () -> reply.send(request));
            case "noted" -> reply.send(request, new Noted());
            default -> reply.send(request);
        }
    };

    private final class Noted implements Delivery {
        @Override
        public void delivered() {
            deliveries.add("delivered");
        }

        @Override
        public void lost() {
            deliveries.add("lost");
        }
    }

    private SessionFactory sessions(Faults faults, boolean datagrams) {
        ServiceFactory<byte[], byte[]> services = echo.filteredBy(faults.delays());
        return faults.around(
                datagrams
                        ? DatagramSession.factory(LEN8, services, Limits.DEFAULT.session())
                        : ServerSession.factory(LEN8, services, Limits.DEFAULT.session()),
                datagrams);
    }

    private static SessionPair<byte[], byte[]> connect(SessionFactory sessions, long number, boolean datagrams) {
        return SessionPair.of(LEN8, sessions, new MemoryPeer(number, "127.0.0.1", 40_000, true), datagrams);
    }

    private SessionPair<byte[], byte[]> udp(Faults faults) {
        return connect(sessions(faults, true), 0, true);
    }

    private SessionPair<byte[], byte[]> tcp(Faults faults) {
        return connect(sessions(faults, false), 0, false);
    }

    private static List<String> repliesTo(SessionPair<byte[], byte[]> pair, int requests) throws Exception {
        for (int i = 0; i < requests; i++) {
            pair.send(Talk.bytes("m" + i));
        }
        return Talk.texts(pair.takeReplies());
    }

    private static String[] messages(int from, int to) {
        List<String> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add("m" + i);
        }
        return all.toArray(String[]::new);
    }

    @Test
    void aShareOfTheRepliesOverDatagramsIsLostAndTheServiceDoesNotLearnOfIt() throws Exception {
        List<String> replies = repliesTo(udp(Faults.NONE.withDrop(0.2).withSeed(1)), 1000);
        assertThat(replies).hasSizeBetween(750, 850).doesNotHaveDuplicates().isSubsetOf(messages(0, 1000));

        var all = udp(Faults.NONE.withDrop(1));
        all.send(Talk.bytes("noted"));
        assertThat(all.takeReplies()).isEmpty();
        assertThat(deliveries).containsExactly("delivered");
    }

    @Test
    void theSameSeedHasTheSameFaultsWhateverElseIsSet() throws Exception {
        Faults drop = Faults.NONE.withDrop(0.2).withSeed(7);
        List<String> replies = repliesTo(udp(drop), 200);

        assertThat(repliesTo(udp(drop), 200)).isEqualTo(replies);
        assertThat(repliesTo(udp(drop.withDuplicate(0.1)), 200).stream().distinct())
                .containsExactlyElementsOf(replies);
        assertThat(repliesTo(udp(drop.withSeed(8)), 200)).isNotEqualTo(replies);
        SessionFactory sessions = sessions(drop, true);
        repliesTo(connect(sessions, 0, true), 50);
        assertThat(repliesTo(connect(sessions, 1, true), 200)).isNotEqualTo(replies);
        assertThat(repliesTo(connect(sessions, 0, true), 200)).isEqualTo(replies);
    }

    @Test
    void aReplyThatComesTwiceIsDeliveredOnce() throws Exception {
        var pair = udp(Faults.NONE.withDuplicate(1));
        pair.send(Talk.bytes("noted"));
        pair.send(Talk.bytes("b"));
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("noted", "noted", "b", "b");
        assertThat(deliveries).containsExactly("delivered");
    }

    @Test
    void aReplyIsOvertakenByTheNextOne() throws Exception {
        var pair = udp(Faults.NONE.withReorder(1));
        assertThat(repliesTo(pair, 4)).containsExactly("m1", "m0", "m3", "m2");
        assertThat(pair.session().settled()).isTrue();
    }

    @Test
    void aReplyThatNothingFollowsLeavesAfterAWhile() throws Exception {
        var pair = udp(Faults.NONE.withReorder(1));
        pair.send(Talk.bytes("a"));
        assertThat(pair.session().settled()).isFalse();
        pair.pass(HELD.minusNanos(1));
        assertThat(pair.takeReplies()).isEmpty();
        pair.pass(Duration.ofNanos(1));
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a");
    }

    @Test
    void aReplyThatIsHeldAndATaskOfTheServiceAreBothOnTime() throws Exception {
        var pair = udp(Faults.NONE.withReorder(1).withFirst(1));
        pair.send(Talk.bytes("a"));
        pair.send(Talk.bytes("later"));
        pair.pass(HELD);
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a");
        pair.pass(HELD.multipliedBy(2));
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("later");

        var other = udp(Faults.NONE.withReorder(1).withFirst(1));
        other.send(Talk.bytes("later"));
        other.pass(HELD.multipliedBy(3));
        other.pass(HELD);
        assertThat(Talk.texts(other.takeReplies())).containsExactly("later");
    }

    @Test
    void aStopSendsWhatIsHeldAndAnEndLosesIt() throws Exception {
        var pair = udp(Faults.NONE.withReorder(1));
        pair.send(Talk.bytes("noted"));
        assertThat(pair.drain()).isEqualTo(Step.CLOSE);
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("noted");

        var broken = udp(Faults.NONE.withReorder(1));
        broken.send(Talk.bytes("noted"));
        broken.breakOff();
        assertThat(deliveries).containsExactly("delivered", "lost");
    }

    @Test
    void aDeliveryThatFailsWhenItIsLostKeepsNothingElseFromItsEnd() {
        List<String> ends = new ArrayList<>();
        ServiceFactory<byte[], byte[]> failing = conversation -> new Service<>() {
            @Override
            public void serve(byte[] request, Reply<byte[]> reply) {
                reply.send(request, new Delivery() {
                    @Override
                    public void delivered() {
                        ends.add("delivered");
                    }

                    @Override
                    public void lost() {
                        ends.add(Talk.text(request));
                        throw new IllegalStateException("as requested");
                    }
                });
            }

            @Override
            public void ended() {
                ends.add("ended");
            }
        };
        SessionFactory datagrams = DatagramSession.factory(LEN8, failing, Limits.DEFAULT.session());
        var held = connect(Faults.NONE.withReorder(1).around(datagrams, true), 0, true);
        held.send(Talk.bytes("held"));
        held.breakOff();
        assertThat(ends).containsExactly("held", "ended");

        ends.clear();
        SessionFactory stream = ServerSession.factory(LEN8, failing, Limits.DEFAULT.session());
        var slow = connect(Faults.NONE.withBandwidth(1_000).around(stream, false), 0, false);
        slow.send(Talk.bytes("longer than may leave at once"));
        slow.send(Talk.bytes("behind it"));
        slow.breakOff();
        assertThat(ends).containsExactly("longer than may leave at once", "behind it", "ended");

        ends.clear();
        var reset = connect(Faults.NONE.withResetAfter(0).around(stream, false), 0, false);
        reset.send(Talk.bytes("reset"));
        reset.breakOff();
        assertThat(ends).containsExactly("reset", "ended");
    }

    @Test
    void oneBitOfAReplyIsWrongSomewhereInAllThatTravels() {
        var pair = udp(Faults.NONE.withCorrupt(1).withSeed(3));
        byte[] sent = {2, 'h', 'i'};
        BitSet hit = new BitSet();
        for (int i = 0; i < 500; i++) {
            pair.receive(sent);
            byte[] got = pair.takeMessages().getFirst();
            assertThat(got).hasSameSizeAs(sent);
            BitSet difference = BitSet.valueOf(got);
            difference.xor(BitSet.valueOf(sent));
            assertThat(difference.cardinality()).isEqualTo(1);
            hit.or(difference);
        }
        assertThat(hit.cardinality()).isEqualTo(sent.length * Byte.SIZE);
    }

    @Test
    void aStreamIsBrokenOffInsteadOfTheReplyBehindTheLast() throws Exception {
        var pair = tcp(Faults.NONE.withResetAfter(2));
        assertThat(pair.send(Talk.bytes("a"))).isEqualTo(Step.READ);
        assertThat(pair.send(Talk.bytes("b"))).isEqualTo(Step.READ);
        assertThat(pair.session().ending()).isEqualTo(Ending.ORDERLY);

        assertThat(pair.send(Talk.bytes("noted"))).isEqualTo(Step.CLOSE);

        assertThat(pair.session().ending()).isEqualTo(Ending.BROKEN_OFF);
        assertThat(deliveries).containsExactly("lost");
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a", "b");
    }

    @Test
    void aReplyGivenLaterBreaksAStreamOffToo() {
        var pair = tcp(Faults.NONE.withResetAfter(0));
        assertThat(pair.send(Talk.bytes("later"))).isEqualTo(Step.READ);
        pair.pass(HELD.multipliedBy(3));
        assertThat(pair.session().ending()).isEqualTo(Ending.BROKEN_OFF);
        assertThat(pair.takeBytes()).isEmpty();
    }

    @Test
    void aStreamHasNoFaultsOfDatagramsAndDatagramsNoReset() throws Exception {
        Faults datagrams = Faults.NONE.withDrop(1).withDuplicate(1).withReorder(1);
        assertThat(repliesTo(tcp(datagrams), 10)).containsExactly(messages(0, 10));
        assertThat(repliesTo(udp(Faults.NONE.withResetAfter(1)), 10)).containsExactly(messages(0, 10));
    }

    @Test
    void onlyTheFirstMessagesOfAllConversationsTogetherHaveFaults() throws Exception {
        SessionFactory sessions = sessions(Faults.NONE.withDrop(1).withFirst(3), true);
        assertThat(repliesTo(connect(sessions, 0, true), 2)).isEmpty();
        assertThat(repliesTo(connect(sessions, 1, true), 3)).containsExactly("m1", "m2");
        SessionFactory resetting = sessions(Faults.NONE.withResetAfter(0).withFirst(1), false);
        var first = connect(resetting, 0, false);
        assertThat(first.send(Talk.bytes("a"))).isEqualTo(Step.CLOSE);
        assertThat(repliesTo(connect(resetting, 1, false), 3)).containsExactly("m0", "m1", "m2");
    }

    @Test
    void aDelayVariesAndRepliesKeepTheirOrder() throws Exception {
        Duration time = Duration.ofMillis(5);
        Duration spread = Duration.ofMillis(2);
        List<Long> micros = new ArrayList<>();
        SessionFactory sessions =
                sessions(Faults.NONE.withDelay(time, spread).withSeed(5).withFirst(200), false);
        var pair = connect(sessions, 0, false);
        for (int i = 0; i < 200; i++) {
            pair.send(Talk.bytes("a"));
            long passed = 0;
            while (pair.takeReplies().isEmpty()) {
                pair.pass(Duration.ofNanos(10_000));
                passed += 10;
            }
            micros.add(passed);
        }
        assertThat(micros).allMatch(each -> each >= 3_000 && each <= 7_010);
        assertThat(micros).anyMatch(each -> each < 3_500).anyMatch(each -> each > 6_500);
        assertThat(pair.send(Talk.bytes("b"))).isEqualTo(Step.READ);
        assertThat(Talk.texts(pair.takeReplies())).as("beyond the first").containsExactly("b");

        var ordered = tcp(Faults.NONE.withDelay(time, spread));
        repliesTo(ordered, 20);
        ordered.pass(time.plus(spread));
        assertThat(Talk.texts(ordered.takeReplies())).containsExactly(messages(0, 20));
    }

    @Test
    void withoutFaultsSessionsAreWhatTheyWere() {
        SessionFactory sessions = ServerSession.factory(LEN8, echo, Limits.DEFAULT.session());
        assertThat(Faults.NONE.withDelay(HELD, HELD).around(sessions, false)).isSameAs(sessions);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Faults.NONE.withDrop(1.01)).hasMessageContaining("drop is a share from 0 to 1");
        assertThatThrownBy(() -> Faults.NONE.withCorrupt(Double.NaN)).hasMessageContaining("corrupt is a share");
        assertThatThrownBy(() -> Faults.NONE.withDelay(HELD, HELD.plusNanos(1))).hasMessageContaining("cannot vary");
        assertThatThrownBy(() -> Faults.NONE.withResetAfter(-1)).hasMessageContaining("counted from 0");
    }
}
