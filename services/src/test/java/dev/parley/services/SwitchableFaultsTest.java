package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.DatagramSession;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServerSession;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session.Step;
import dev.parley.core.SessionFactory;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that change under conversations that are open, in memory. */
class SwitchableFaultsTest {
    private static final Protocol<byte[], byte[]> LEN8 = Protocol.of("len8", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);
    private static final Duration MS = Duration.ofMillis(1);
    private static final Duration LOOK = Duration.ofMillis(SwitchableFaults.LOOK_MILLIS);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SwitchableFaults faults = new SwitchableFaults(Faults.NONE);
    private final List<String> served = new ArrayList<>();
    private final ServiceFactory<byte[], byte[]> echo = conversation -> (request, reply) -> {
        served.add(Talk.text(request));
        reply.send(request);
    };

    private SessionFactory sessions(boolean datagrams) {
        ServiceFactory<byte[], byte[]> services = echo.filteredBy(faults.delays());
        return faults.around(
                datagrams
                        ? DatagramSession.factory(LEN8, services, Limits.DEFAULT.session())
                        : ServerSession.factory(LEN8, services, Limits.DEFAULT.session()),
                datagrams);
    }

    private SessionPair<byte[], byte[]> connect(boolean datagrams) {
        return SessionPair.of(LEN8, sessions(datagrams), new MemoryPeer(0, "127.0.0.1", 40_000, true), datagrams);
    }

    private static List<String> replies(SessionPair<byte[], byte[]> pair, String... requests) throws Exception {
        for (String request : requests) {
            pair.send(Talk.bytes(request));
        }
        return Talk.texts(pair.takeReplies());
    }

    @Test
    void anOpenConversationGetsThemAndLosesThem() throws Exception {
        var pair = connect(true);
        assertThat(replies(pair, "a")).containsExactly("a");
        faults.set(Faults.NONE.withDrop(1));
        assertThat(faults.now()).isEqualTo(Faults.NONE.withDrop(1));
        assertThat(replies(pair, "b")).isEmpty();
        faults.set(Faults.NONE);
        assertThat(replies(pair, "c")).containsExactly("c");
        faults.set(Faults.NONE.withDuplicate(1));
        assertThat(replies(pair, "d")).containsExactly("d", "d");
    }

    @Test
    void whatIsDelayedIsServedSoonAfterAChangeInTheOrderInWhichItCame() throws Exception {
        faults.set(Faults.NONE.withDelay(HOUR, HOUR).withSeed(3));
        var pair = connect(false);
        assertThat(replies(pair, "a", "b", "c")).isEmpty();
        pair.pass(LOOK.multipliedBy(3));
        assertThat(served).isEmpty();

        faults.set(Faults.NONE);
        assertThat(served).isEmpty();
        pair.pass(LOOK);

        assertThat(served).containsExactly("a", "b", "c");
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a", "b", "c");
        pair.pass(HOUR.multipliedBy(3));
        assertThat(served).as("once").hasSize(3);
    }

    @Test
    void noRequestOvertakesThoseThatWereDelayedBeforeAChange() throws Exception {
        faults.set(Faults.NONE.withDelay(HOUR, Duration.ZERO));
        var pair = connect(false);
        replies(pair, "a", "b");
        faults.set(Faults.NONE);
        pair.send(Talk.bytes("c"));
        pair.resume(); // as it wants to be
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a", "b", "c");
        assertThat(served).containsExactly("a", "b", "c");
    }

    @Test
    void anotherDelayHoldsForWhatComesThen() throws Exception {
        faults.set(Faults.NONE.withDelay(HOUR, Duration.ZERO));
        var pair = connect(false);
        replies(pair, "a");
        faults.set(Faults.NONE.withDelay(MS.multipliedBy(7), Duration.ZERO));
        pair.send(Talk.bytes("b"));
        pair.resume();
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("a");
        pair.pass(MS.multipliedBy(7));
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("b");
    }

    @Test
    void aReplyThatIsHeldBackLeaves() throws Exception {
        faults.set(Faults.NONE.withReorder(1));
        var pair = connect(true);
        assertThat(replies(pair, "a")).isEmpty();
        faults.set(Faults.NONE);
        assertThat(replies(pair, "b")).containsExactly("a", "b");
    }

    @Test
    void whatWaitsForBandwidthLeavesSoonAfterAChange() {
        for (boolean datagrams : new boolean[] {false, true}) {
            faults.set(Faults.NONE.withBandwidth(1));
            var pair = connect(datagrams);
            pair.send(new byte[59]);
            pair.pass(LOOK.multipliedBy(2));
            assertThat(pair.takeBytes()).isEmpty();
            faults.set(Faults.NONE);
            pair.pass(LOOK);
            assertThat(pair.takeBytes()).hasSize(60);
            assertThat(pair.session().settled()).isTrue();
        }
    }

    @Test
    void whatWaitsForBandwidthGoesOnAtTheNewOne() {
        for (boolean datagrams : new boolean[] {false, true}) {
            faults.set(Faults.NONE.withBandwidth(1));
            var pair = connect(datagrams);
            pair.send(new byte[59]);
            faults.set(Faults.NONE.withBandwidth(1_000)); // 10 bytes of burst, the rest in 50 ms
            pair.pass(LOOK.plus(MS.multipliedBy(49)));
            int early = pair.takeBytes().length;
            assertThat(early).isEqualTo(datagrams ? 0 : 50);
            pair.pass(MS);
            assertThat(early + pair.takeBytes().length).isEqualTo(60);
        }
    }

    @Test
    void everythingBeginsAnewWithAChange() throws Exception {
        Faults firstTwo = Faults.NONE.withDrop(1).withFirst(2);
        faults.set(firstTwo);
        var pair = connect(true);
        assertThat(replies(pair, "a", "b", "c")).containsExactly("c");
        faults.set(firstTwo);
        assertThat(replies(pair, "d", "e", "f")).containsExactly("f");

        Faults half = Faults.NONE.withDrop(0.5).withSeed(5);
        String[] many = "a b c d e f g h i j k l m n o p q r s t".split(" ");
        faults.set(half);
        List<String> drawn = replies(pair, many);
        assertThat(replies(pair, many)).isNotEqualTo(drawn);
        faults.set(half);
        assertThat(replies(pair, many)).isEqualTo(drawn);
    }

    @Test
    void repliesUntilAResetAreCountedFromTheChange() throws Exception {
        var pair = connect(false);
        faults.set(Faults.NONE.withResetAfter(5));
        replies(pair, "a", "b", "c");
        faults.set(Faults.NONE.withResetAfter(1));
        assertThat(pair.send(Talk.bytes("d"))).isEqualTo(Step.READ);
        assertThat(pair.send(Talk.bytes("e"))).isEqualTo(Step.CLOSE);
        assertThat(Talk.texts(pair.takeReplies())).containsExactly("d");
    }

    @Test
    void whatCannotHappenThereIsLeftOut() {
        Faults all = Faults.NONE.withDrop(1).withDuplicate(1).withReorder(1).withResetAfter(3);
        assertThat(all.happeningTo(false)).isEqualTo(Faults.NONE.withResetAfter(3));
        assertThat(all.happeningTo(true)).isEqualTo(all.withResetAfter(Faults.NEVER));
        assertThat(Faults.NONE.withDrop(1).withFirst(3).withSeed(4).happeningTo(false))
                .isEqualTo(Faults.NONE);
    }
}
