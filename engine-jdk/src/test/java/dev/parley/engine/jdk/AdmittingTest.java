package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Transport;
import dev.parley.engine.CloseReason;
import dev.parley.engine.DropReason;
import dev.parley.engine.Engine;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerListener;
import dev.parley.engine.UnixPeer;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.ConversationLog;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that takes no new clients for a while, and one whose operator ends conversations. */
class AdmittingTest {
    private final ConversationLog log = new ConversationLog();

    private RunningServer serve(Engine engine, Transport transport) throws IOException {
        return engine.start(ContractServers.spec(transport, Framings.LEN8, Limits.DEFAULT, log.services())
                .withListener(log));
    }

    private static void isServed(RawPeer peer) throws IOException {
        peer.send(RawFrames.of(Framings.LEN8, "hi"));
        assertThat(RawPeer.text(peer.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
    }

    private static void isServed(RawDatagrams peer, RunningServer server) throws Exception {
        peer.send(RawFrames.of(Framings.LEN8, "hi"), (InetSocketAddress) ContractServers.address(server));
        assertThat(RawPeer.text(peer.receive())).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
    }

    private static RawDatagrams peer(int number) throws Exception {
        return RawDatagrams.on(new InetSocketAddress("127.0.0." + number, 0));
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void newClientsAreRefusedWhileOthersGoOnAndAreServedAgain(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, Transport.TCP);
                RawPeer before = RawPeer.connect(ContractServers.address(server))) {
            isServed(before);

            server.admit(false);

            assertThat(RawPeer.seenByConnecting("127.0.0.1", ContractServers.address(server)))
                    .isEqualTo("<reset>");
            await().untilAsserted(() -> assertThat(log.refusals()).containsExactly(RefusalReason.DRAINING));
            isServed(before);

            server.admit(true);

            try (RawPeer after = RawPeer.connect(ContractServers.address(server))) {
                isServed(after);
            }
            await().until(() -> server.clients() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void overUdpOnlyKnownPeersAreServed(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, Transport.UDP);
                RawDatagrams known = peer(1);
                RawDatagrams unknown = peer(2)) {
            isServed(known, server);

            server.admit(false);

            unknown.send(RawFrames.of(Framings.LEN8, "hi"), (InetSocketAddress) ContractServers.address(server));
            await().untilAsserted(() -> assertThat(log.drops()).containsExactly(DropReason.DRAINING));
            isServed(known, server);
            assertThat(server.clients()).isEqualTo(1);

            server.admit(true);

            isServed(unknown, server);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void thePeersThatAreMeantAreDisconnectedAndNoOthers(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, Transport.TCP);
                RawPeer one = RawPeer.connectFrom("127.0.0.2", ContractServers.address(server));
                RawPeer two = RawPeer.connectFrom("127.0.0.2", ContractServers.address(server));
                RawPeer other = RawPeer.connectFrom("127.0.0.3", ContractServers.address(server))) {
            isServed(one);
            isServed(two);
            isServed(other);

            int found = server.disconnect(peer -> peer.host().equals("127.0.0.2"));

            assertThat(found).isEqualTo(2);
            assertThat(one.untilEnd()).isEqualTo("<end>");
            assertThat(two.untilEnd()).isEqualTo("<end>");
            isServed(other);
            await().until(() -> server.clients() == 1);
            assertThat(log.closeReasons()).containsExactly(CloseReason.KICKED, CloseReason.KICKED);
        }
    }

    /** The reply has left, and its thread is not done with it yet. */
    @Test
    void aPeerThatIsDisconnectedJustAfterItsReplySeesAnEnd() throws Exception {
        CountDownLatch disconnects = new CountDownLatch(1);
        AtomicReference<Thread> operator = new AtomicReference<>();
        ServerListener untilTheOperatorWaits = new ServerListener() {
            @Override
            public void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {
                try {
                    disconnects.await();
                    while (operator.get().getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (RunningServer server = ThreadEngine.threads(1)
                        .start(ContractServers.spec(Transport.TCP, Framings.LEN8, Limits.DEFAULT, log.services())
                                .withListener(untilTheOperatorWaits));
                RawPeer one = RawPeer.connect(ContractServers.address(server))) {
            isServed(one);

            operator.set(Thread.currentThread());
            disconnects.countDown();
            assertThat(server.disconnect(_ -> true)).isEqualTo(1);

            assertThat(one.untilEnd()).isEqualTo("<end>");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void overUdpTheyAreForgotten(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, Transport.UDP);
                RawDatagrams one = peer(1);
                RawDatagrams two = peer(2)) {
            isServed(one, server);
            isServed(two, server);

            assertThat(server.disconnect(peer -> peer.host().equals("127.0.0.2")))
                    .isEqualTo(1);

            await().untilAsserted(() -> assertThat(log.closeReasons()).containsExactly(CloseReason.KICKED));
            assertThat(server.clients()).isEqualTo(1);
            isServed(two, server);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    @EnabledOnOs(OS.LINUX)
    void aPeerOnAUnixSocketIsKnownByItsUser(Engine engine) throws Exception {
        AtomicReference<Peer> seen = new AtomicReference<>();
        try (RunningServer server = engine.start(
                        ContractServers.spec(Transport.UNIX, Framings.LEN8, Limits.DEFAULT, conversation -> {
                            seen.set(conversation.peer());
                            return (request, reply) -> reply.send(request);
                        }));
                RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
            isServed(peer);
            assertThat(((UnixPeer) seen.get()).user()).hasValue(System.getProperty("user.name"));
        }
    }
}
