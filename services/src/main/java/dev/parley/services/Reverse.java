package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
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

    /** Eight bytes at a time, then the rest: the reversal is the one thing this service spends time on. */
    static byte[] reversed(byte[] bytes) {
        int size = bytes.length;
        byte[] reversed = new byte[size];
        int i = 0;
        for (; i + Long.BYTES <= size; i += Long.BYTES) {
            LONGS.set(reversed, size - Long.BYTES - i, Long.reverseBytes((long) LONGS.get(bytes, i)));
        }
        for (; i < size; i++) {
            reversed[size - 1 - i] = bytes[i];
        }
        return reversed;
    }
}
