package dev.parley.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Transport;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.util.List;

/** Conversations with a service as it is served: its own protocol, limits and settings. One server, many peers. */
final class Talk<Q, R> {
    private final ServiceType<Q, R> type;
    private final Transport transport;
    private final ServiceFactory<Q, R> services;
    private long peers;

    Talk(ServiceType<Q, R> type, ServiceSettings settings) {
        this.type = type;
        this.transport = settings.transport();
        this.services = type.opening().apply(settings);
    }

    static <Q, R> Talk<Q, R> tcp(ServiceType<Q, R> type) {
        return new Talk<>(type, ServiceSettings.of(Transport.TCP));
    }

    static <Q, R> Talk<Q, R> udp(ServiceType<Q, R> type) {
        return new Talk<>(type, ServiceSettings.of(Transport.UDP));
    }

    SessionPair<Q, R> connect() {
        return connect(type.serving().limits());
    }

    SessionPair<Q, R> connect(Limits limits) {
        return connect(limits, new MemoryPeer(peers, "127.0.0.1", 40_000 + (int) peers, true));
    }

    SessionPair<Q, R> connect(Limits limits, Peer peer) {
        peers++;
        var protocol = type.protocol().apply(transport);
        return transport == Transport.UDP
                ? SessionPair.datagrams(protocol, services, limits, peer)
                : SessionPair.stream(protocol, services, limits, peer);
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static List<String> texts(List<byte[]> messages) {
        return messages.stream().map(Talk::text).toList();
    }
}
