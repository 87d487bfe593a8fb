package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session.Ending;
import dev.parley.core.Transport;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import dev.parley.testkit.Cuts;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One input for a service: for what reads its requests, and for its server on each transport it has. */
final class Served {
    private Served() {}

    static void check(String service, byte[] input) throws ProtocolException {
        check(Catalog.named(service).orElseThrow(), input);
    }

    private static <Q, R> void check(ServiceType<Q, R> type, byte[] input) throws ProtocolException {
        for (Transport transport : type.serving().transports()) {
            Protocol<Q, R> protocol = type.protocol().apply(transport);
            if (transport == Transport.UDP) {
                Decoding.datagrams(protocol.requestFraming(), protocol.requests(), input);
            } else {
                Decoding.stream(protocol.requestFraming(), protocol.requests(), input);
            }
        }
        converse(type, input);
    }

    /** Only its server, on each transport. */
    static <Q, R> void converse(ServiceType<Q, R> type, byte[] input) throws ProtocolException {
        for (Transport transport : type.serving().transports()) {
            Protocol<Q, R> protocol = type.protocol().apply(transport);
            converse(type, protocol, transport, List.of(input));
            converse(type, protocol, transport, Cuts.atRandom(input, new Random(Arrays.hashCode(input))));
        }
    }

    /** The service never fails, and its own clients can read all it sends. */
    private static <Q, R> void converse(
            ServiceType<Q, R> type, Protocol<Q, R> protocol, Transport transport, List<byte[]> pieces)
            throws ProtocolException {
        ServiceFactory<Q, R> services = type.opening().apply(ServiceSettings.of(transport));
        Limits limits = type.serving().limits();
        SessionPair<Q, R> pair = transport == Transport.UDP
                ? SessionPair.datagrams(protocol, services, limits, MemoryPeer.FIRST)
                : SessionPair.stream(protocol, services, limits, MemoryPeer.FIRST);
        pair.receiveAll(pieces);
        pair.endOfInput();
        pair.takeReplies();
        assertThat(pair.session().ending()).isNotEqualTo(Ending.SERVICE_FAILED);
    }
}
