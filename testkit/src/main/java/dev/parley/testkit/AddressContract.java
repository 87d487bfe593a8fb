package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.AddressBlock;
import dev.parley.core.AddressRules;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.DropReason;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.RunningServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From which addresses clients are taken: the same on every engine. */
public interface AddressContract extends StreamContract {
    private static AddressBlock block(String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return AddressBlock.of(bytes, bytes.length * Byte.SIZE);
    }

    private static Limits allowing(String address) {
        return Limits.DEFAULT.withAddresses(new AddressRules(List.of(block(address)), List.of()));
    }

    private static Limits denying(String address) {
        return Limits.DEFAULT.withAddresses(new AddressRules(List.of(), List.of(block(address))));
    }

    private RunningServer start(Transport transport, Limits limits, ConversationLog log) throws Exception {
        return engine().start(ContractServers.spec(transport, Framings.LEN8, limits, log.services())
                .withListener(log));
    }

    private static String repliesTo(String source, RunningServer server) throws Exception {
        try (RawPeer peer = RawPeer.connectFrom(source, ContractServers.address(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "hi"));
            return RawPeer.text(peer.read(3));
        }
    }

    private static void isServed(String source, RunningServer server) throws Exception {
        assertThat(repliesTo(source, server)).as(source).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
    }

    private static void isRefused(String source, RunningServer server) throws Exception {
        assertThat(RawPeer.seenByConnecting(source, ContractServers.address(server)))
                .as(source)
                .isEqualTo("<reset>");
    }

    @Test
    default void refusesClientsOfADeniedAddressAtOnce() throws Exception {
        assumeTrue(streams() == Transport.TCP, "clients of a Unix socket have no address");
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Transport.TCP, denying("127.0.0.2"), log)) {
            isRefused("127.0.0.2", server);
            isServed("127.0.0.3", server);
            await().until(() -> log.closeReasons().size() == 1);
            assertThat(log.refusals()).containsExactly(RefusalReason.NOT_ALLOWED);
            assertThat(log.accepted()).isEqualTo(1);
            await().until(() -> server.clients() == 0);
        }
    }

    @Test
    default void refusesAllButThoseAllowed() throws Exception {
        assumeTrue(streams() == Transport.TCP, "clients of a Unix socket have no address");
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Transport.TCP, allowing("127.0.0.2"), log)) {
            isRefused("127.0.0.1", server);
            isServed("127.0.0.2", server);
            isRefused("127.0.0.3", server);
            await().until(() -> log.refusals().size() == 2);
            assertThat(log.refusals()).containsOnly(RefusalReason.NOT_ALLOWED);
        }
    }

    @Test
    default void letsAClientStayWhoseAddressIsDeniedWhileItIsThere() throws Exception {
        assumeTrue(streams() == Transport.TCP, "clients of a Unix socket have no address");
        try (RunningServer server = start(Transport.TCP, Limits.DEFAULT, new ConversationLog())) {
            try (RawPeer before = RawPeer.connectFrom("127.0.0.2", ContractServers.address(server))) {
                before.send(RawFrames.of(Framings.LEN8, "hi"));
                assertThat(RawPeer.text(before.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));

                server.change(Limits.DEFAULT.timeouts(), denying("127.0.0.2").admission());

                before.send(RawFrames.of(Framings.LEN8, "hi"));
                assertThat(RawPeer.text(before.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
            }
            await().until(() -> server.clients() == 0);
            isRefused("127.0.0.2", server);

            server.change(Limits.DEFAULT.timeouts(), Limits.DEFAULT.admission());

            isServed("127.0.0.2", server);
        }
    }

    @Test
    default void takesClientsOfAUnixSocketWhateverTheRules() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Transport.UNIX, allowing("127.0.0.2"), log);
                RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "hi"));
            assertThat(RawPeer.text(peer.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
        }
    }

    @Test
    default void dropsDatagramsOfADeniedAddressAlsoOfAPeerThatIsKnown() throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(Transport.UDP, denying("127.0.0.2"), log);
                RawDatagrams denied = RawDatagrams.on(new InetSocketAddress("127.0.0.2", 0));
                RawDatagrams other = RawDatagrams.on(new InetSocketAddress("127.0.0.3", 0))) {
            InetSocketAddress at = ContractCase.addressOf(server);
            byte[] request = RawFrames.of(Framings.LEN8, "hi");
            denied.send(request, at);
            other.send(request, at);
            assertThat(RawPeer.text(other.receive())).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
            assertThat(log.drops()).containsExactly(DropReason.NOT_ALLOWED);
            assertThat(log.accepted()).isEqualTo(1);

            server.change(Limits.DEFAULT.timeouts(), denying("127.0.0.3").admission());
            denied.send(request, at);
            assertThat(RawPeer.text(denied.receive())).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
            other.send(request, at);
            await().until(() -> log.drops().size() == 2);
            assertThat(denied.receiveNow()).isNull();
            assertThat(other.receiveNow()).isNull();
        }
    }
}
