package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.AdmissionLimits;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.RunningServer;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Admission of clients, and where the next one waits: the same on every engine that serves as many at once as it admits, at least four. */
public interface AdmissionContract extends StreamContract {
    /** Long enough to see that something does not happen, on a machine that is not asleep. */
    Duration A_WHILE = Duration.ofMillis(150);

    private RunningServer serve(Limits limits) throws Exception {
        return ContractServers.streams(
                streams(), engine(), Framings.LEN8, limits, (request, reply) -> reply.send(request));
    }

    private static void send(RawPeer peer) throws Exception {
        peer.send(RawFrames.of(Framings.LEN8, "hi"));
    }

    private static void isServed(RawPeer peer) throws Exception {
        assertThat(RawPeer.text(peer.read(3))).isEqualTo(RawFrames.seen(Framings.LEN8, "hi"));
    }

    @Test
    default void letsTheNextClientWaitAndServesItWhenOneLeaves() throws Exception {
        try (RunningServer server = serve(Limits.DEFAULT.withMaxClients(2))) {
            SocketAddress at = ContractServers.address(server);
            try (RawPeer one = RawPeer.connect(at);
                    RawPeer two = RawPeer.connect(at);
                    RawPeer three = RawPeer.connect(at);
                    RawPeer four = RawPeer.connect(at)) {
                for (RawPeer peer : List.of(one, two, three, four)) {
                    send(peer);
                }
                isServed(one);
                isServed(two);
                assertThat(three.hearsWithin(A_WHILE))
                        .as("a third client is served")
                        .isFalse();
                two.reset();
                isServed(three);
                assertThat(four.hearsWithin(A_WHILE))
                        .as("a third client is served")
                        .isFalse();
                one.leave();
                isServed(four);
            }
        }
    }

    @Test
    default void servesThreeHundredClientsThroughTwoPlaces() throws Exception {
        try (RunningServer server = serve(Limits.DEFAULT.withMaxClients(2))) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                RawPeer peer = RawPeer.connect(ContractServers.address(server));
                peers.add(peer);
                send(peer);
            }
            for (RawPeer peer : peers) {
                isServed(peer);
                peer.close();
            }
            await().until(() -> server.clients() == 0);
        }
    }

    @Test
    default void closesTheClientAnAddressHasTooManyAndServesOtherAddresses() throws Exception {
        assumeTrue(streams() == Transport.TCP, "clients of a Unix socket have no address");
        try (RunningServer server = serve(Limits.DEFAULT.withMaxClientsPerAddress(2))) {
            SocketAddress at = ContractServers.address(server);
            try (RawPeer one = RawPeer.connectFrom("127.0.0.2", at);
                    RawPeer two = RawPeer.connectFrom("127.0.0.2", at)) {
                send(one);
                isServed(one);
                send(two);
                isServed(two);
                assertThat(RawPeer.seenByConnecting("127.0.0.2", at)).isEqualTo("<reset>");
                try (RawPeer other = RawPeer.connectFrom("127.0.0.3", at)) {
                    send(other);
                    isServed(other);
                }
                one.leave();
                await().until(() -> server.clients() == 1);
                try (RawPeer three = RawPeer.connectFrom("127.0.0.2", at)) {
                    send(three);
                    isServed(three);
                }
            }
            await().until(() -> server.clients() == 0);
        }
    }

    @Test
    default void countsNoClientsOfAUnixSocketForTheirAddress() throws Exception {
        Limits one = Limits.DEFAULT.withMaxClientsPerAddress(1);
        try (RunningServer server = ContractServers.streams(
                        Transport.UNIX, engine(), Framings.LEN8, one, (request, reply) -> reply.send(request));
                RawPeer first = RawPeer.connect(ContractServers.address(server));
                RawPeer second = RawPeer.connect(ContractServers.address(server))) {
            send(first);
            isServed(first);
            send(second);
            isServed(second);
        }
    }

    @Test
    default void doesNotCountLoopbackClientsUnlessConfiguredTo() throws Exception {
        Limits few = Limits.DEFAULT.withMaxClientsPerAddress(1);
        Limits limits = new Limits(
                few.session(),
                few.timeouts(),
                new AdmissionLimits(
                        few.admission().maxClients(), few.admission().maxClientsPerAddress(), false));
        try (RunningServer server = serve(limits)) {
            SocketAddress at = ContractServers.address(server);
            try (RawPeer one = RawPeer.connect(at);
                    RawPeer two = RawPeer.connect(at)) {
                send(one);
                send(two);
                isServed(one);
                isServed(two);
            }
        }
    }
}
