package dev.parley.services;

import dev.parley.core.SequenceField;
import dev.parley.services.Sockperf.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a load sends to sockperf servers, Parley's or the original, and what they must answer. */
final class SockperfPing {
    /** The sequence number opens a message either way. */
    static final SequenceField SEQUENCE = new SequenceField(SockperfPing::ping, 0, 0);

    private SockperfPing() {}

    /** A ping of the same size: a header over the first bytes. */
    static byte[] ping(byte[] letters) {
        if (letters.length < Sockperf.HEADER_BYTES) {
            throw new IllegalArgumentException("a sockperf message has a header of " + Sockperf.HEADER_BYTES
                    + " bytes, so " + letters.length + " are too few; give a --size from " + Sockperf.HEADER_BYTES
                    + " up");
        }
        return message(Sockperf.FROM_CLIENT | Sockperf.PONG_WANTED, letters);
    }

    /** The answer to a ping: the bit for "from the client" is cleared, and nothing else. */
    static byte[] pong(byte[] ping) {
        return message(Sockperf.PONG_WANTED, ping);
    }

    private static byte[] message(int flags, byte[] bytes) {
        byte[] payload = Arrays.copyOfRange(bytes, Sockperf.HEADER_BYTES, bytes.length);
        ByteBuffer message = ByteBuffer.allocate(bytes.length);
        Sockperf.PROTOCOL.requests().encode(new Message(0, flags, payload), message);
        return message.array();
    }
}
