package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.ServiceFactory;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Seed 002: {@code ping} is answered with {@code pong}, and so is anything else. Only {@code pong} itself is not answered:
 * it is a reply, and two servers that answer replies would never stop. Nor is a datagram shorter than the answer: its
 * source may be forged, and an answer must not be larger than its request.
 */
public final class Pong {
    private static final int LONGEST_BYTES = 1024;
    private static final byte[] PONG = "pong".getBytes(StandardCharsets.US_ASCII);

    /** The protocol. */
    public static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("pong", Framings.READ, Codecs.BYTES, Codecs.BYTES);

    static final ServiceType<byte[], byte[]> TYPE = ServiceType.of(
                    "pong",
                    "answers ping with pong",
                    8000,
                    transport -> PROTOCOL,
                    settings ->
                            settings.transport() == Transport.UDP ? peer -> Pong::serveDatagram : peer -> Pong::serve)
            .served(serving -> serving.within(Limits.DEFAULT.withMaxMessage(LONGEST_BYTES, TooLong.REJECT)))
            .forClients(client -> client.expecting(request -> PONG));

    /** The service, the same for every conversation. */
    public static final ServiceFactory<byte[], byte[]> SERVICES = conversation -> Pong::serve;

    private Pong() {}

    private static void serveDatagram(byte[] request, Reply<byte[]> reply) {
        if (request.length < PONG.length) {
            reply.none();
        } else {
            serve(request, reply);
        }
    }

    /** The service. */
    public static void serve(byte[] request, Reply<byte[]> reply) {
        if (Arrays.equals(request, PONG)) {
            reply.none();
        } else {
            reply.send(PONG);
        }
    }
}
