package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What differs between the engines by nature: how many clients are served at once, and where the next one waits. */
class ClientsAtOnceTest {
    private static RunningServer echo(Engine engine) throws Exception {
        return ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request));
    }

    /** So many clients are served while all stay connected; the next one is served when the first has left. */
    private static void servesAtOnce(int served, Engine engine) throws Exception {
        try (RunningServer server = echo(engine)) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i <= served; i++) {
                RawPeer peer = RawPeer.connect(ContractCase.addressOf(server));
                peers.add(peer);
                peer.send(RawFrames.of(Framings.LEN8, "hi"));
            }
            for (RawPeer peer : peers.subList(0, served)) {
                assertThat(peer.read(3)).hasSize(3);
            }
            RawPeer next = peers.getLast();
            assertThat(next.hearsWithin(AdmissionContract.A_WHILE)).isFalse();
            assertThat(server.clients()).isEqualTo(served);
            peers.getFirst().close();
            assertThat(next.read(3)).hasSize(3);
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void sequentialServesOneClientUntilItLeaves() throws Exception {
        servesAtOnce(1, ThreadEngine.sequential());
    }

    @Test
    void threadsServeAsManyClientsAsThereAreThreadsAndTheNextWaitsInTheKernel() throws Exception {
        servesAtOnce(3, ThreadEngine.threads(3));
    }

    @Test
    void selectorAndVirtualServeAThousandClientsAtOnce() throws Exception {
        for (Engine engine : List.of(new SelectorEngine(1), new SelectorEngine(2), ThreadEngine.virtual())) {
            try (RunningServer server = echo(engine)) {
                List<RawPeer> peers = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    peers.add(RawPeer.connect(ContractCase.addressOf(server)));
                }
                for (RawPeer peer : peers) {
                    peer.send(RawFrames.of(Framings.LEN8, "hi"));
                }
                for (RawPeer peer : peers) {
                    assertThat(peer.read(3)).hasSize(3);
                }
                assertThat(server.clients()).isEqualTo(1000);
                for (RawPeer peer : peers) {
                    peer.close();
                }
            }
        }
    }
}
