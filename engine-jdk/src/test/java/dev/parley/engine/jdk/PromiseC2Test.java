package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Service;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import dev.parley.testkit.UnsentGauge;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C2: a slow reader cannot grow memory. */
@Tag("alone")
class PromiseC2Test {
    private static final int CLIENTS = 100;
    private static final int REPLY_BYTES = 60_000;
    private static final int MOST_UNSENT_BYTES = 1 << 20;
    /** With replies of that size, twelve times what one peer may have unsent. */
    private static final int REQUESTS = 210;

    private static final Duration WRITE_DEADLINE = Duration.ofSeconds(1);

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void holdsAMebibyteAndAMessageForAPeerThatTakesNothingThenClosesIt(Engine engine) throws Exception {
        Queue<UnsentGauge> gauges = new ConcurrentLinkedQueue<>();
        Limits limits = Limits.DEFAULT
                .withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), WRITE_DEADLINE)
                .withMaxUnsent(MOST_UNSENT_BYTES, 1024);
        var spec = ContractServers.spec(
                Transport.TCP, Framings.LEN32, limits, conversation -> openFor(conversation.peer(), gauges));
        try (RunningServer server = engine.start(spec)) {
            InetSocketAddress at = ContractCase.addressOf(server);
            try (RawPeer good = RawPeer.connect(at)) {
                isServed(good);
                byte[] requests = RawFrames.of(Framings.LEN32, new byte[REQUESTS][1]);
                List<RawPeer> greedy = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    RawPeer peer = RawPeer.connectWithWindow(4096, at);
                    greedy.add(peer);
                    peer.send(requests);
                    isServed(good);
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    isServed(good);
                    return server.clients() == 1;
                });
                for (RawPeer peer : greedy) {
                    peer.close();
                }
            }
            assertThat(gauges).hasSize(CLIENTS);
            assertThat(gauges).allSatisfy(gauge -> {
                // A message above the limit, and one that was sent in part, which the gauge counts in full.
                assertThat(gauge.mostUnsentBytes()).isBetween(1L, (long) MOST_UNSENT_BYTES + 2 * REPLY_BYTES);
                assertThat(gauge.served())
                        .as("requests served before reading stopped")
                        .isLessThan(REQUESTS);
                assertThat(gauge.allReported())
                        .as("the outcome of each reply reported")
                        .isTrue();
            });
        }
    }

    private static Service<byte[], byte[]> openFor(Peer peer, Queue<UnsentGauge> gauges) {
        if (peer.number() == 0) {
            return (request, reply) -> reply.send(request);
        }
        UnsentGauge gauge = new UnsentGauge(REPLY_BYTES);
        gauges.add(gauge);
        return gauge;
    }

    private static void isServed(RawPeer peer) throws Exception {
        peer.send(RawFrames.of(Framings.LEN32, "hi"));
        assertThat(peer.read(6)).hasSize(6);
    }
}
