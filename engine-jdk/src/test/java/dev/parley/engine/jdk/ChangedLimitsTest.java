package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits are changed while a server listens. */
class ChangedLimitsTest {
    /** Long enough to see that something does not happen, on a machine that is not asleep. */
    private static final Duration A_WHILE = Duration.ofMillis(150);

    private static RunningServer serve(Engine engine, Limits limits) throws Exception {
        return ContractServers.streams(
                Transport.TCP, engine, Framings.LEN8, limits, (request, reply) -> reply.send(request));
    }

    private static void change(RunningServer server, Limits limits) {
        server.change(limits.timeouts(), limits.admission());
    }

    private static RawPeer asking(SocketAddress at) throws Exception {
        RawPeer peer = RawPeer.connect(at);
        peer.send(RawFrames.of(Framings.LEN8, "hi"));
        return peer;
    }

    private static void isServed(RawPeer peer) throws Exception {
        assertThat(RawPeer.text(peer.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void aClientThatWaitsIsServedWhenMoreMayBe(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, Limits.DEFAULT.withMaxClients(1))) {
            SocketAddress at = ContractServers.address(server);
            try (RawPeer one = asking(at);
                    RawPeer two = asking(at)) {
                isServed(one);
                assertThat(two.hearsWithin(A_WHILE)).isFalse();
                assertThat(server.isFull()).isTrue();

                change(server, Limits.DEFAULT.withMaxClients(2));

                isServed(two);
                assertThat(server.clients()).isEqualTo(2);
            }
            await().until(() -> server.clients() == 0);
            assertThat(server.isFull()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void whereFewerMayBeThanAreNobodyIsSentAwayAndTheNextWaits(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, Limits.DEFAULT.withMaxClients(3))) {
            SocketAddress at = ContractServers.address(server);
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                peers.add(asking(at));
                isServed(peers.get(i));
            }

            change(server, Limits.DEFAULT.withMaxClients(1));

            try (RawPeer next = asking(at)) {
                peers.removeLast().leave();
                await().until(() -> server.clients() == 2);
                peers.removeLast().leave();
                await().until(() -> server.clients() == 1);
                assertThat(next.hearsWithin(A_WHILE)).isFalse();
                peers.getFirst().send(RawFrames.of(Framings.LEN8, "hi"));
                isServed(peers.getFirst());
                peers.removeLast().leave();
                isServed(next);
            }
            await().until(() -> server.clients() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void anOpenConversationKeepsItsTimeoutsAndTheNextHasTheNewOnes(Engine engine) throws Exception {
        Duration hour = Duration.ofHours(1);
        try (RunningServer server = serve(engine, Limits.DEFAULT.withTimeouts(hour, hour, hour))) {
            SocketAddress at = ContractServers.address(server);
            try (RawPeer before = asking(at)) {
                isServed(before);
                Duration short_ = Duration.ofMillis(100);

                change(server, Limits.DEFAULT.withTimeouts(short_, short_, short_));

                try (RawPeer after = asking(at)) {
                    isServed(after);
                    await().until(() -> server.clients() == 1);
                }
                before.send(RawFrames.of(Framings.LEN8, "hi"));
                isServed(before);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void fewerPeersOverUdpAreRemembered(Engine engine) throws Exception {
        try (RunningServer server = engine.start(ContractServers.spec(
                        Transport.UDP,
                        Framings.READ,
                        Limits.DEFAULT,
                        peer -> (request, reply) -> reply.send(request)));
                RawDatagrams one = peer(1);
                RawDatagrams two = peer(2);
                RawDatagrams three = peer(3)) {
            ask(one, server);
            ask(two, server);
            ask(three, server);
            assertThat(server.clients()).isEqualTo(3);

            change(server, Limits.DEFAULT.withMaxClients(1));

            await().until(() -> server.clients() == 1);

            change(server, Limits.DEFAULT.withTimeouts(A_WHILE, A_WHILE, A_WHILE));

            await().until(() -> server.clients() == 0);
        }
    }

    private static RawDatagrams peer(int number) throws Exception {
        return RawDatagrams.on(new InetSocketAddress("127.0.0." + number, 0));
    }

    private static void ask(RawDatagrams peer, RunningServer server) throws Exception {
        peer.send(RawPeer.bytes("x"), (InetSocketAddress) ContractServers.address(server));
        assertThat(RawPeer.text(peer.receive())).isEqualTo("x");
    }
}
