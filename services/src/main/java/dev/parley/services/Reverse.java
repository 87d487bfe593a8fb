package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.TooLong;

/**
 * Seed 000: the bytes of a message, reversed, under a length byte of the same value.
 *
 * <pre>
 *   request  0c 'H' 'e' 'l' 'l' 'o' ',' ' ' 'w' 'o' 'r' 'l' 'd'
 *   reply    0c 'd' 'l' 'r' 'o' 'w' ' ' ',' 'o' 'l' 'l' 'e' 'H'
 * </pre>
 */
public final class Reverse {
    /** What is said, on TCP and inside each datagram alike. */
    public static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("reverse", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);

    static final ServiceType<byte[], byte[]> TYPE = new ServiceType<>(
            "reverse",
            "reverses the bytes of each message",
            8080,
            ServiceType.TCP_AND_UDP,
            "threads",
            3,
            ServiceType.messagesUpTo(255, TooLong.REJECT),
            transport -> PROTOCOL,
            settings -> peer -> Reverse::serve);

    private Reverse() {}

    /** The service. */
    public static void serve(byte[] request, Reply<byte[]> reply) {
        reply.send(reversed(request));
    }

    static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0, j = bytes.length - 1; j >= 0; i++, j--) {
            reversed[i] = bytes[j];
        }
        return reversed;
    }
}
