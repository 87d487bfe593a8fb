package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.TooLong;

/** RFC 862: what comes goes back, on a stream as it comes, on UDP datagram by datagram. */
public final class Echo {
    private static final int LONGEST_BYTES = 65_535;

    /** The protocol. */
    public static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("echo", Framings.READ, Codecs.BYTES, Codecs.BYTES);

    static final ServiceType<byte[], byte[]> TYPE = ServiceType.of(
                    "echo", "sends back what it gets (RFC 862)", 7, PROTOCOL, Echo::serve)
            .served(serving -> serving.within(Limits.DEFAULT.withMaxMessage(LONGEST_BYTES, TooLong.REJECT)))
            .forClients(client -> client.expecting(request -> request));

    private Echo() {}

    /** The service. */
    public static void serve(byte[] request, Reply<byte[]> reply) {
        reply.send(request);
    }
}
