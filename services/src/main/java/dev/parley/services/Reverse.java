package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.TooLong;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Seed 000: the bytes of a message, reversed, under a length byte of the same value.
 *
 * <pre>
 *   request  0c 'H' 'e' 'l' 'l' 'o' ',' ' ' 'w' 'o' 'r' 'l' 'd'
 *   reply    0c 'd' 'l' 'r' 'o' 'w' ' ' ',' 'o' 'l' 'l' 'e' 'H'
 * </pre>
 */
public final class Reverse {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The protocol, the same on TCP and inside each datagram. */
    public static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("reverse", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);

    static final ServiceType<byte[], byte[]> TYPE = ServiceType.of(
                    "reverse", "reverses the bytes of each message", 8080, PROTOCOL, Reverse::serve)
            .served(serving -> serving.onEngine("threads")
                    .withThreads(3)
                    .within(Limits.DEFAULT.withMaxMessage(255, TooLong.REJECT)))
            .forClients(client -> client.expecting(Reverse::expected));

    private Reverse() {}

    /** The service. */
    public static void serve(byte[] request, Reply<byte[]> reply) {
        reply.send(reversed(request));
    }

    /** What a client expects: on purpose without the tricks of the service, so that no fault of them is in both. */
    private static byte[] expected(byte[] request) {
        byte[] reply = new byte[request.length];
        for (int i = 0; i < request.length; i++) {
            reply[i] = request[request.length - 1 - i];
        }
        return reply;
    }

    /**
     * Reverses in place, from both ends inwards, eight bytes at a time, then the middle one by one: the reversal is the one
     * thing this service spends time on, and the request's array is its own to change.
     */
    static byte[] reversed(byte[] bytes) {
        int low = 0;
        int high = bytes.length;
        for (; high - low >= 2 * Long.BYTES; low += Long.BYTES, high -= Long.BYTES) {
            long first = (long) LONGS.get(bytes, low);
            long last = (long) LONGS.get(bytes, high - Long.BYTES);
            LONGS.set(bytes, low, Long.reverseBytes(last));
            LONGS.set(bytes, high - Long.BYTES, Long.reverseBytes(first));
        }
        for (high--; low < high; low++, high--) {
            byte first = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = first;
        }
        return bytes;
    }
}
