package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C3: a slow writer is cut, so long after its message began, however steadily its bytes come. */
@Tag("alone")
class PromiseC3Test {
    private static final int CLIENTS = 500;
    private static final Duration DEADLINE = Duration.ofMillis(800);

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void cutsFiveHundredSlowWritersAndServesTheSwiftOne(Engine engine) throws Exception {
        Limits limits = Limits.DEFAULT.withTimeouts(Duration.ofSeconds(60), DEADLINE, Duration.ofSeconds(60));
        try (RunningServer server =
                        ContractServers.tcp(engine, Framings.LEN16, limits, (request, reply) -> reply.send(request));
                RawPeer swift = RawPeer.connect(ContractCase.addressOf(server))) {
            List<RawPeer> slow = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                slow.add(RawPeer.connect(ContractCase.addressOf(server)));
            }
            long began = System.nanoTime();
            for (RawPeer peer : slow) {
                peer.send(RawFrames.prefix(Framings.LEN16, 60_000));
            }
            int rounds = 0;
            while (server.clients() > 1) {
                assertThat(++rounds).as("rounds of a byte each").isLessThan(200);
                for (RawPeer peer : slow) {
                    trickle(peer);
                }
                swift.send(RawFrames.of(Framings.LEN16, "hi"));
                assertThat(swift.read(4)).hasSize(4);
                assertThat(swift.hearsWithin(Duration.ofMillis(50))).isFalse();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(DEADLINE, DEADLINE.multipliedBy(3));
            for (RawPeer peer : slow) {
                peer.close();
            }
        }
    }

    private static void trickle(RawPeer peer) {
        try {
            peer.send(new byte[] {'x'});
        } catch (IOException e) { // it was cut
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|abort).*");
        }
    }
}
