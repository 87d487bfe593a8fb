package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C6: one address cannot crowd out others. */
class PromiseC6Test {
    private static final int PER_ADDRESS = 20;
    private static final int FLOOD = 2000;
    private static final int PROBES = 40;

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void servesEveryProbeOfOneAddressWhileAnotherFloods(Engine engine) throws Exception {
        Limits limits = Limits.DEFAULT.withMaxClientsPerAddress(PER_ADDRESS).withMaxClients(200);
        try (RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, limits, (request, reply) -> reply.send(request))) {
            InetSocketAddress at = ContractCase.addressOf(server);
            CountDownLatch probed = new CountDownLatch(1);
            AtomicInteger connects = new AtomicInteger();
            Thread flood = Thread.ofVirtual().start(() -> flood(at, connects, probed));
            await().until(() -> connects.get() > 2 * PER_ADDRESS);
            for (int i = 0; i < PROBES; i++) {
                try (RawPeer probe = RawPeer.connectFrom("127.0.0.3", at)) {
                    probe.send(RawFrames.of(Framings.LEN8, "hi"));
                    assertThat(probe.read(3)).as("probe " + i).hasSize(3);
                }
                assertThat(server.clients()).isLessThanOrEqualTo(PER_ADDRESS + 10);
            }
            probed.countDown();
            flood.join();
            // What was counted for the flood's address is counted no more: as many as ever may come in from it.
            await().untilAsserted(() -> assertThat(server.clients()).isZero());
            Deque<RawPeer> again = new ArrayDeque<>();
            for (int i = 0; i < PER_ADDRESS; i++) {
                RawPeer peer = RawPeer.connectFrom("127.0.0.2", at);
                again.add(peer);
                peer.send(RawFrames.of(Framings.LEN8, "hi"));
                assertThat(peer.read(3)).hasSize(3);
            }
            for (RawPeer peer : again) {
                peer.close();
            }
        }
    }

    /** Holds as many connections as it can, and opens new ones as fast as it can, up to a number that ends. */
    private static void flood(InetSocketAddress at, AtomicInteger connects, CountDownLatch enough) {
        Deque<RawPeer> held = new ArrayDeque<>();
        try {
            for (int i = 0; i < FLOOD && enough.getCount() > 0; i++) {
                connect(at, held);
                connects.incrementAndGet();
                if (held.size() > 400) {
                    held.remove().close();
                }
            }
            enough.await();
            for (RawPeer peer : held) {
                peer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A client too many sees a reset, which may come before connecting has returned. */
    private static void connect(InetSocketAddress at, Deque<RawPeer> held) throws IOException {
        try {
            held.add(RawPeer.connectFrom("127.0.0.2", at));
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
