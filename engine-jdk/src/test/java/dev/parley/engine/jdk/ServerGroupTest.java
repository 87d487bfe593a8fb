package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.ListenException;
import dev.parley.engine.ServerGroup;
import dev.parley.engine.ServerGroup.Member;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerGroupTest {
    private static final byte[] HELLO = RawFrames.of(Framings.LEN8, "hello");

    private static ServerSpec echo(Transport transport, int port) {
        ServerSpec free = ContractServers.spec(
                transport, Framings.LEN8, Limits.DEFAULT, conversation -> (request, reply) -> reply.send(request));
        return new ServerSpec(
                free.endpoint().withPort(port),
                free.sessions(),
                free.limits(),
                false,
                free.localPorts(),
                free.wires(),
                free.socketPermissions(),
                free.listener(),
                free.memory(),
                null);
    }

    private static ServerSpec neverAnswering() {
        return ContractServers.spec(
                Transport.TCP, Framings.LEN8, Limits.DEFAULT, conversation -> (request, reply) -> {});
    }

    private static InetSocketAddress at(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.hostOrLoopback(), endpoint.port());
    }

    @Test
    void servesEachOnItsOwnEngineAndEndsAllAtOnce() throws Exception {
        Engine selector = new SelectorEngine();
        ServerGroup group = ServerGroup.start(List.of(
                new Member(selector, echo(Transport.TCP, 0)),
                new Member(ThreadEngine.virtual(), echo(Transport.TCP, 0))));
        for (Endpoint endpoint : group.endpoints()) {
            try (RawPeer peer = RawPeer.connect(at(endpoint))) {
                peer.send(HELLO);
                assertThat(peer.read(HELLO.length)).isEqualTo(HELLO);
                await().until(() -> group.clients() == 1); // the one before may not be noticed to be gone yet
            }
        }
        assertThat(group.stop(Duration.ofSeconds(5))).isEmpty();
        for (Endpoint endpoint : group.endpoints()) {
            assertThatThrownBy(() -> RawPeer.connect(at(endpoint))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void leavesNoneRunningWhenOneCannotStart() throws Exception {
        int first = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ServerGroup.start(List.of(
                            new Member(new SelectorEngine(), echo(Transport.TCP, first)),
                            new Member(new SelectorEngine(), echo(Transport.TCP, taken.getLocalPort())))))
                    .isInstanceOf(ListenException.class);
        }
        try (ServerSocket again = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.getLocalPort())
                    .as("the first one's port is free again")
                    .isEqualTo(first);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Test
    void namesTheServersThatWereNotDoneInTime() throws Exception {
        ServerGroup group = ServerGroup.start(List.of(
                new Member(new SelectorEngine(), echo(Transport.TCP, 0)),
                new Member(new SelectorEngine(), neverAnswering())));
        try (RawPeer peer = RawPeer.connect(at(group.endpoints().getLast()))) {
            peer.send(HELLO);
            while (group.clients() == 0) {
                Thread.onSpinWait();
            }
            assertThat(group.stop(Duration.ofMillis(200)))
                    .containsExactly(group.endpoints().getLast());
        }
    }

    @Test
    void doesNotAnswerDatagramsThatComeFromAnotherOfItsServers() throws Exception {
        try (ServerGroup group = ServerGroup.start(List.of(
                        new Member(new SelectorEngine(), echo(Transport.UDP, 0)),
                        new Member(new SelectorEngine(), echo(Transport.UDP, 0))));
                RawDatagrams stranger = RawDatagrams.open()) {
            InetSocketAddress first = at(group.endpoints().getFirst());
            stranger.send(HELLO, first);
            assertThat(stranger.receive()).isEqualTo(HELLO);
            InetSocketAddress sameNumber = new InetSocketAddress(
                    "127.0.0.9", group.endpoints().getLast().port());
            try (RawDatagrams forger = RawDatagrams.on(sameNumber)) {
                forger.send(HELLO, first);
                assertThat(forger.hearsNothingFor(Duration.ofMillis(200))).isTrue();
            }
        }
    }
}
