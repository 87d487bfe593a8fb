package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C9: a restart needs no waiting. */
@Tag("slow")
class PromiseC9Test {
    private static final int RESTARTS = 20;

    private static ServerSpec on(int port) {
        return ServerSpec.of(
                new Endpoint("contract", Transport.TCP, "127.0.0.1", port),
                Protocol.of("contract", Framings.LEN8, Codecs.BYTES, Codecs.BYTES),
                peer -> (request, reply) -> reply.send(request),
                Limits.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void bindsTheSamePortAtOnceTwentyTimesUnderLoad(Engine engine) throws Exception {
        RunningServer server = engine.start(on(0));
        InetSocketAddress at = ContractCase.addressOf(server);
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            load.add(Thread.ofVirtual().start(() -> load(at, go, served, failures)));
        }
        try {
            for (int i = 0; i < RESTARTS; i++) {
                int before = served.get();
                await().pollInterval(Duration.ofMillis(2)).until(() -> served.get() > before + 8);
                server.stop(Duration.ofMillis(50));
                server = engine.start(on(at.getPort()));
            }
        } finally {
            go.set(false);
            server.stop(Duration.ofSeconds(3));
            for (Thread thread : load) {
                thread.join();
            }
        }
        assertThat(served).hasValueGreaterThan(RESTARTS * 8);
        assertThat(failures).as("clients that a restart caught").hasPositiveValue();
    }

    /**
     * Clients that come, are served a few times, and are left in whatever state the stop finds them in. From an address of
     * their own: a client that tries the server's address from the same one while nobody listens may connect to itself.
     */
    private static void load(InetSocketAddress at, AtomicBoolean go, AtomicInteger served, AtomicInteger failures) {
        while (go.get()) {
            try (RawPeer peer = RawPeer.connectFrom("127.0.0.5", at)) {
                for (int i = 0; i < 3; i++) {
                    peer.send(RawFrames.of(Framings.LEN8, "hi"));
                    if (peer.read(3).length == 3) {
                        served.incrementAndGet();
                    }
                }
            } catch (IOException e) { // the server is between two lives
                failures.incrementAndGet();
            }
        }
    }
}
