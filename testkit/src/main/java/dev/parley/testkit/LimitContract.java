package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.TooLong;
import dev.parley.engine.RunningServer;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The deadlines every engine must keep alike, with short ones. {@code SHORT} is the limit under test, {@code LONG} one that
 * cannot be reached within the test; nothing is measured closer than that.
 */
public interface LimitContract extends StreamContract {
    Duration SHORT = Duration.ofMillis(300);
    Duration LONG = Duration.ofSeconds(30);
    /** Between two bytes of a slow writer. */
    Duration PAUSE = Duration.ofMillis(40);

    private RunningServer serve(Framing framing, Limits limits, Service<byte[], byte[]> service) throws Exception {
        return ContractServers.streams(streams(), engine(), framing, limits, service);
    }

    private static Limits idle() {
        return Limits.DEFAULT.withTimeouts(SHORT, LONG, LONG);
    }

    private static Limits message() {
        return Limits.DEFAULT.withTimeouts(LONG, SHORT, LONG);
    }

    private static void echo(byte[] request, Reply<byte[]> reply) {
        reply.send(request);
    }

    private static SocketAddress at(RunningServer server) {
        return ContractServers.address(server);
    }

    /** Waits this long for anything to arrive at the peer; nothing must. */
    private static void silentFor(Duration time, RawPeer peer) throws Exception {
        assertThat(peer.hearsWithin(time)).as("received something or the end").isFalse();
    }

    @Test
    default void closesAnIdleConnectionInOrder() throws Exception {
        try (RunningServer server = serve(Framings.LEN8, idle(), LimitContract::echo);
                RawPeer peer = RawPeer.connect(at(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "ab"));
            assertThat(peer.untilEnd()).isEqualTo(RawFrames.seen(Framings.LEN8, "ab") + "<end>");
        }
    }

    @Test
    default void keepsAConnectionThatSpeaksMoreOftenThanTheIdleTimeout() throws Exception {
        try (RunningServer server = serve(Framings.LEN8, idle(), LimitContract::echo);
                RawPeer peer = RawPeer.connect(at(server))) {
            for (int i = 0; i < 6; i++) {
                peer.send(RawFrames.of(Framings.LEN8, "a"));
                assertThat(peer.read(2)).hasSize(2);
                silentFor(SHORT.dividedBy(3), peer);
            }
            peer.halfClose();
            assertThat(peer.untilEnd()).isEqualTo("<end>");
        }
    }

    @Test
    default void countsNoIdleTimeWhileAReplyIsOwed() throws Exception {
        BlockingQueue<Reply<byte[]>> owed = new LinkedBlockingQueue<>();
        try (RunningServer server = serve(Framings.LEN8, idle(), (request, reply) -> owed.add(reply));
                RawPeer peer = RawPeer.connect(at(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "ab"));
            Reply<byte[]> reply = owed.take();
            silentFor(SHORT.multipliedBy(2), peer);
            reply.none();
            silentFor(SHORT.dividedBy(2), peer);
            peer.send(RawFrames.of(Framings.LEN8, "cd"));
            Reply<byte[]> second = owed.poll(RawPeer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(second).as("the connection still serves").isNotNull();
            second.send(RawPeer.bytes("dc"));
            assertThat(RawPeer.text(peer.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "dc"));
        }
    }

    @Test
    default void cutsAWriterWhoseMessageTakesTooLongHoweverOftenAByteComes() throws Exception {
        try (RunningServer server = serve(Framings.LEN8, message(), LimitContract::echo);
                RawPeer peer = RawPeer.connect(at(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "ab"));
            assertThat(peer.read(3)).hasSize(3);
            long began = System.nanoTime();
            peer.send(RawFrames.prefix(Framings.LEN8, 200));
            writesUntilCut(peer, 190);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.multipliedBy(10));
        }
    }

    @Test
    default void cutsAWriterWhoseSurplusNeverEnds() throws Exception {
        Limits limits = message().withMaxMessage(10, TooLong.TRUNCATE);
        for (Framing framing : new Framing[] {Framings.LEN32, Framings.LINE}) {
            try (RunningServer server = serve(framing, limits, LimitContract::echo);
                    RawPeer peer = RawPeer.connect(at(server))) {
                peer.send(RawFrames.prefix(framing, 1_000_000));
                peer.send(RawPeer.bytes("x".repeat(20)));
                byte[] kept = RawFrames.of(framing, "x".repeat(10));
                assertThat(peer.read(kept.length)).isEqualTo(kept);
                writesUntilCut(peer, 100);
            }
        }
    }

    /** One byte now and then until the server ends the connection, which it must before so many. */
    private static void writesUntilCut(RawPeer peer, int most) throws Exception {
        int written = 0;
        while (!peer.hearsWithin(PAUSE)) {
            written++;
            assertThat(written)
                    .as("bytes taken of a message that takes too long")
                    .isLessThan(most);
            try {
                peer.send(new byte[] {'x'});
            } catch (SocketException e) {
                return;
            }
        }
    }

    @Tag("alone") // where threads wait for a core, the time of the message runs on
    @Test
    default void countsNoMessageTimeWhileItDoesNotReadItself() throws Exception {
        BlockingQueue<Reply<byte[]>> owed = new LinkedBlockingQueue<>();
        Limits limits = message().withMaxUnsent(1 << 20, 1);
        try (RunningServer server = serve(Framings.LEN8, limits, (request, reply) -> owed.add(reply));
                RawPeer peer = RawPeer.connect(at(server))) {
            byte[] two = RawFrames.of(Framings.LEN8, "ab", "cd");
            peer.send(Arrays.copyOf(two, two.length - 1));
            Reply<byte[]> first = owed.take();
            silentFor(SHORT.multipliedBy(2), peer);
            first.send(RawPeer.bytes("ba"));
            assertThat(peer.read(3)).hasSize(3);
            silentFor(SHORT.dividedBy(2), peer);
            peer.send(new byte[] {'d'});
            Reply<byte[]> second = owed.poll(RawPeer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(second).as("the connection still serves").isNotNull();
            second.send(RawPeer.bytes("dc"));
            assertThat(RawPeer.text(peer.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "dc"));
        }
    }

    @Test
    default void cutsAReaderThatTakesNothingAndStopsReadingFromIt() throws Exception {
        UnsentGauge gauge = new UnsentGauge(50_000);
        Limits limits = Limits.DEFAULT.withTimeouts(LONG, LONG, SHORT).withMaxUnsent(200_000, 1024);
        try (RunningServer server = serve(Framings.LEN32, limits, gauge);
                RawPeer peer = RawPeer.connectWithWindow(4096, at(server))) {
            peer.send(RawFrames.of(Framings.LEN32, many(2000)));
            await().until(() -> server.clients() == 0);
            // A message above the limit, and one that was sent in part, which the gauge counts in full.
            assertThat(gauge.mostUnsentBytes()).isBetween(1L, 200_000L + 2 * 50_000L);
            assertThat(gauge.served())
                    .as("requests served before reading stopped")
                    .isLessThan(2000);
            await().untilAsserted(() -> assertThat(gauge.allReported()).isTrue());
        }
    }

    @Test
    default void keepsAReaderThatIsSlowButTakesSomething() throws Exception {
        Duration deadline = SHORT.multipliedBy(3);
        Limits limits = Limits.DEFAULT.withTimeouts(LONG, LONG, deadline);
        int size = 15_000_000;
        try (RunningServer server = serve(Framings.LEN32, limits, (request, reply) -> reply.send(new byte[size]));
                RawPeer peer = RawPeer.connectWithWindow(65_536, at(server))) {
            peer.send(RawFrames.of(Framings.LEN32, "a"));
            // The kernel reports a socket as writable again once a third of its buffer, about a megabyte, is
            // free.
            int taken = 0;
            for (int breaths = 0; breaths < 5; breaths++) {
                taken += peer.read(2_800_000).length;
                breathe(deadline.dividedBy(3));
            }
            taken += peer.read(size + 4 - taken).length;
            assertThat(taken).isEqualTo(size + 4);
        }
    }

    private static void breathe(Duration time) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private static byte[][] many(int count) {
        byte[][] messages = new byte[count][];
        Arrays.fill(messages, new byte[] {'m'});
        return messages;
    }
}
