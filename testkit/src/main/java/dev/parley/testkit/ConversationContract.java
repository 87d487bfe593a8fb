package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServiceFactory;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.engine.CloseReason;
import dev.parley.engine.DropReason;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a service and a listener learn of their conversations, and when: that the peer has left while it waits, that time has
 * passed, that all is over. The same on every engine.
 */
public interface ConversationContract extends StreamContract {
    /** In which a peer that leaves is noticed. */
    Duration NOTICED = Duration.ofSeconds(1);

    Duration SHORT = Duration.ofMillis(200);
    Duration LONG = Duration.ofSeconds(30);
    int PEERS_AT_ONCE = 100;

    /** How many conversations it has at once. */
    default int conversationsAtOnce() {
        return PEERS_AT_ONCE;
    }

    /** How many peers leave while they wait; fewer where each connection is dear. */
    default int leavingPeers() {
        return 10_000;
    }

    private ServerSpec spec(Transport transport, Limits limits, ConversationLog log) {
        return ContractServers.spec(transport, Framings.LEN8, limits, log.services())
                .withListener(log);
    }

    private RunningServer start(Limits limits, ConversationLog log) throws Exception {
        return engine().start(spec(streams(), limits, log));
    }

    private static RawPeer connect(RunningServer server) throws Exception {
        return RawPeer.connect(ContractServers.address(server));
    }

    private static void send(RawPeer peer, String... texts) throws Exception {
        peer.send(RawFrames.of(Framings.LEN8, texts));
    }

    private static void isAnswered(RawPeer peer, String text) throws Exception {
        String frame = RawFrames.seen(Framings.LEN8, text);
        assertThat(RawPeer.text(peer.read(text.length() + 1))).isEqualTo(frame);
    }

    @Test
    default void noticesThatAPeerHasEndedWhileItsReplyIsOwed() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT, log);
                RawPeer peer = connect(server)) {
            send(peer, "hold");
            log.awaitHeld(1);
            peer.halfClose();
            await().atMost(NOTICED).until(() -> log.inputEnded() == 1);
            assertThat(log.ended()).as("it may still want its reply").isZero();
            log.answerHeld();
            assertThat(peer.untilEnd()).isEqualTo(RawFrames.seen(Framings.LEN8, "held") + "<end>");
            await().until(() -> log.ended() == 1);
            assertThat(log.closeReasons()).containsExactly(CloseReason.ORDERLY);
        }
    }

    @Test
    default void noticesThatAPeerIsGoneWhileItsReplyIsOwed() throws Exception {
        assumeTrue(streams() == Transport.TCP, "on a Unix socket a peer that is gone looks like one that has ended");
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT, log)) {
            RawPeer peer = connect(server);
            send(peer, "hold");
            log.awaitHeld(1);
            peer.reset();
            await().atMost(NOTICED).until(() -> log.ended() == 1);
            await().until(() -> server.clients() == 0);
            log.answerHeld(); // the peer has gone
            assertThat(log.closeReasons()).containsExactly(CloseReason.CONNECTION_LOST);
        }
    }

    @Test
    default void noticesThatAPeerHasEndedWhileItsReadingIsPaused() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT.withMaxUnsent(1 << 20, 2), log);
                RawPeer peer = connect(server)) {
            send(peer, "hold", "hold");
            log.awaitHeld(2);
            send(peer, "late");
            peer.halfClose();
            await().atMost(NOTICED).until(() -> log.inputEnded() == 1);
            log.answerHeld();
            assertThat(peer.untilEnd())
                    .as("what had arrived is served")
                    .isEqualTo(RawFrames.seen(Framings.LEN8, "held", "held", "late") + "<end>");
        }
    }

    @Test
    default void noticesThatAPeerIsGoneWhileItsReadingIsPaused() throws Exception {
        assumeTrue(streams() == Transport.TCP, "on a Unix socket a peer that is gone looks like one that has ended");
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT.withMaxUnsent(1 << 20, 2), log)) {
            RawPeer peer = connect(server);
            send(peer, "hold", "hold");
            log.awaitHeld(2);
            send(peer, "late");
            peer.reset();
            await().atMost(NOTICED).until(() -> log.ended() == 1);
            await().until(() -> server.clients() == 0);
        }
    }

    @Tag("slow")
    @Test
    default void leaksNothingOfThousandsOfPeersThatLeaveWhileTheyWait() throws Exception {
        ConversationLog log = new ConversationLog();
        log.giveUpWhenInputEnds();
        try (RunningServer server = start(Limits.DEFAULT, log)) {
            int atOnce = conversationsAtOnce();
            for (int left = 0; left < leavingPeers(); left += atOnce) {
                List<RawPeer> peers = new ArrayList<>();
                for (int i = 0; i < atOnce; i++) {
                    RawPeer peer = connect(server);
                    peers.add(peer);
                    send(peer, "hold", "after 30000");
                }
                log.awaitHeld(left + atOnce);
                for (int i = 0; i < atOnce; i++) {
                    if (i % 2 == left / atOnce % 2) {
                        peers.get(i).reset();
                    } else {
                        peers.get(i).leave();
                    }
                }
            }
            await().until(() -> log.ended() == leavingPeers());
            await().until(() -> server.clients() == 0);
            assertThat(log.accepted()).isEqualTo(leavingPeers());
            assertThat(log.closeReasons()).hasSize(leavingPeers());
        }
    }

    @Test
    default void aReplyIsOwedNoLongerThanItsLimit() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT.withReplyTimeout(SHORT), log);
                RawPeer peer = connect(server)) {
            send(peer, "hold");
            peer.untilEnd();
            await().until(() -> log.ended() == 1);
            assertThat(log.closeReasons()).containsExactly(CloseReason.REPLY_TIMEOUT);
        }
    }

    @Test
    default void aServiceAnswersLaterWithoutAThreadOfItsOwn() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT, log);
                RawPeer peer = connect(server)) {
            send(peer, "after 50", "after 0", "now");
            isAnswered(peer, "after 50");
            isAnswered(peer, "after 0");
            isAnswered(peer, "now");
            send(peer, "now"); // its thread is not stuck
            isAnswered(peer, "now");
        }
    }

    @Test
    default void aServiceAnswersADatagramLater() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = engine().start(spec(Transport.UDP, Limits.DEFAULT, log));
                RawDatagrams peer = RawDatagrams.open()) {
            peer.send(RawFrames.of(Framings.LEN8, "after 20"), ContractCase.addressOf(server));
            assertThat(RawPeer.text(peer.receive())).isEqualTo(RawFrames.seen(Framings.LEN8, "after 20"));
        }
    }

    @Test
    default void callsTheServiceOnTheConversationsThreadAlone() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT.withMaxUnsent(1 << 20, 2), log);
                RawPeer peer = connect(server)) {
            send(peer, "hold", "hold", "now", "now");
            log.awaitHeld(2);
            log.answerHeld(); // on this thread; what waited behind is served on its own
            isAnswered(peer, "held");
            isAnswered(peer, "held");
            isAnswered(peer, "now");
            isAnswered(peer, "now");
            peer.leave();
            await().until(() -> log.ended() == 1);
            assertThat(log.threads()).as("threads that called the service").hasSize(1);
        }
    }

    @Test
    default void goesOnAfterLargeMessages() throws Exception {
        ServerSpec spec = ContractServers.spec(
                streams(),
                Framings.LEN32,
                Limits.DEFAULT,
                conversation -> (request, reply) -> reply.send(new byte[] {(byte) request.length}));
        try (RunningServer server = engine().start(spec);
                RawPeer peer = connect(server)) {
            for (int size : new int[] {1_000_000, 5, 300_001, 4_092, 7}) {
                peer.send(ByteBuffer.allocate(Integer.BYTES + size).putInt(size).array());
                assertThat(peer.read(Integer.BYTES + 1))
                        .as("reply to %d bytes", size)
                        .containsExactly(0, 0, 0, 1, size);
            }
        }
    }

    @Test
    default void servesRequestsOneAtATimeWhereTheProtocolRequiresIt() throws Exception {
        ConversationLog log = new ConversationLog();
        Protocol<byte[], byte[]> protocol = Protocol.of("contract", Framings.LEN8, Codecs.BYTES, Codecs.BYTES)
                .servedOneAtATime();
        ServiceFactory<byte[], byte[]> services = log.services();
        ServerSpec spec = ServerSpec.of(ContractServers.endpoint(streams()), protocol, services, Limits.DEFAULT);
        try (RunningServer server = engine().start(spec);
                RawPeer peer = connect(server)) {
            send(peer, "hold", "now", "hold");
            log.awaitHeld(1);
            assertThat(peer.hearsWithin(SHORT)).isFalse();
            assertThat(log.served()).containsExactly("hold");
            log.answerHeld();
            isAnswered(peer, "held");
            isAnswered(peer, "now");
            log.awaitHeld(2);
            log.answerHeld();
            isAnswered(peer, "held");
        }
    }

    @Test
    default void reportsWhatHappensToAConversation() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT, log)) {
            try (RawPeer peer = connect(server)) {
                send(peer, "now", "none");
                isAnswered(peer, "now");
            }
            await().until(() -> log.closeReasons().size() == 1);
            assertThat(log.accepted()).isEqualTo(1);
            assertThat(log.messages()).isEqualTo(2);
            assertThat(log.bytesReceived()).isEqualTo("1now1none".length());
            assertThat(log.bytesSent()).isEqualTo("1now".length());
            assertThat(log.closeReasons()).containsExactly(CloseReason.ORDERLY);
        }
    }

    private static void awaitClosed(ConversationLog log, int conversations) {
        await().until(() -> log.closeReasons().size() == conversations);
    }

    @Test
    default void reportsWhyAConversationWasClosed() throws Exception {
        ConversationLog log = new ConversationLog();
        Limits limits = Limits.DEFAULT.withTimeouts(SHORT, SHORT, LONG).withMaxMessage(10, TooLong.REJECT);
        try (RunningServer server = start(limits, log)) {
            try (RawPeer peer = connect(server)) {
                peer.untilEnd();
            }
            awaitClosed(log, 1);
            try (RawPeer peer = connect(server)) {
                peer.send(new byte[] {3, 'n'});
                peer.untilEnd();
            }
            awaitClosed(log, 2);
            try (RawPeer peer = connect(server)) {
                send(peer, "throw");
                peer.untilEnd();
            }
            awaitClosed(log, 3);
            try (RawPeer peer = connect(server)) {
                peer.send(new byte[] {11});
                peer.untilEnd();
            }
            awaitClosed(log, 4);
            assertThat(log.closeReasons())
                    .containsExactly(
                            CloseReason.IDLE,
                            CloseReason.MESSAGE_TIMEOUT,
                            CloseReason.SERVICE_FAILED,
                            CloseReason.PROTOCOL_FAULT);
        }
    }

    @Test
    default void reportsClientsItRefuses() throws Exception {
        ConversationLog log = new ConversationLog();
        log.cannotOpen();
        try (RunningServer server = start(Limits.DEFAULT, log)) {
            assertThat(RawPeer.seenByConnecting("127.0.0.1", ContractServers.address(server)))
                    .isEqualTo(brokenOff());
            await().until(() -> log.refusals().size() == 1);
            assertThat(log.refusals()).containsExactly(RefusalReason.CANNOT_SERVE);
            assertThat(log.accepted()).isZero();
        }
    }

    @Test
    default void reportsConversationsOverDatagrams() throws Exception {
        ConversationLog log = new ConversationLog();
        Limits limits = Limits.DEFAULT.withTimeouts(SHORT, LONG, LONG);
        try (RunningServer server = engine().start(spec(Transport.UDP, limits, log));
                RawDatagrams peer = RawDatagrams.open()) {
            InetSocketAddress at = ContractCase.addressOf(server);
            peer.send(new byte[] {3, 'n'}, at);
            peer.send(RawFrames.of(Framings.LEN8, "now"), at);
            assertThat(RawPeer.text(peer.receive())).isEqualTo(RawFrames.seen(Framings.LEN8, "now"));
            await().until(() -> log.ended() == 1);
            await().until(() -> log.closeReasons().size() == 1);
            assertThat(log.accepted()).isEqualTo(1);
            assertThat(log.messages()).isEqualTo(1);
            assertThat(log.bytesReceived()).isEqualTo("xx1now".length());
            assertThat(log.bytesSent()).isEqualTo("1now".length());
            assertThat(log.drops()).containsExactly(DropReason.MALFORMED);
            assertThat(log.closeReasons()).containsExactly(CloseReason.IDLE);
        }
    }

    @Test
    default void letsEveryServiceHearOfTheEndWhenTheServerStops() throws Exception {
        for (Transport transport : Transport.values()) {
            ConversationLog log = new ConversationLog();
            RunningServer server = engine().start(spec(transport, Limits.DEFAULT, log));
            try (RawPeer stream = transport == Transport.UDP ? null : connect(server);
                    RawDatagrams datagrams = transport == Transport.UDP ? RawDatagrams.open() : null) {
                byte[] request = RawFrames.of(Framings.LEN8, "hold");
                if (stream != null) {
                    stream.send(request);
                }
                if (datagrams != null) {
                    datagrams.send(request, ContractCase.addressOf(server));
                }
                log.awaitHeld(1);
                assertThat(server.stop(SHORT)).isEqualTo(RunningServer.Stopped.FORCED);
                await().until(() -> log.ended() == 1);
                assertThat(log.closeReasons()).containsExactly(CloseReason.SERVER_STOPPED);
            }
        }
    }

    @Tag("alone") // beside other processes a thread may wait longer for a core than the busy one needs for all of
    // its requests
    @Test
    default void otherConversationsGetTheirTurnBesideOneWithThousandsOfRequests() throws Exception {
        if (conversationsAtOnce() == 1) {
            return; // by nature: the next client waits for the first to leave
        }
        int many = 20_000;
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Limits.DEFAULT, log);
                RawPeer busy = connect(server);
                RawPeer other = connect(server)) {
            send(other, "now");
            isAnswered(other, "now");
            String[] requests = new String[many];
            Arrays.fill(requests, "none");
            requests[0] = "wait for gate";
            busy.send(RawFrames.of(Framings.LEN8, requests));
            log.awaitGate();
            send(other, "now");
            log.openGate();
            isAnswered(other, "now");
            assertThat(log.servedWhenLast("now"))
                    .as("requests served before it")
                    .isLessThan(many);
            await().until(() -> log.messages() == many + 2);
        }
    }
}
