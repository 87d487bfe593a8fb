package dev.parley.services;

import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Deframer;
import dev.parley.core.Framing;
import dev.parley.core.Limits;
import dev.parley.core.OneView;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Reply;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The far side of <a href="https://github.com/Mellanox/sockperf">sockperf</a>, so that its {@code ping-pong},
 * {@code under-load} and {@code throughput} measure a Parley server. Layout read off sockperf 3.7, as in the whole 3.x line.
 *
 * <pre>
 *    0                 8       10            14
 *   +-----------------+-------+-------------+----------------+
 *   | sequence number | flags | length      | payload        |   big-endian; length counts all of it
 *   +-----------------+-------+-------------+----------------+
 *                      0001 from the client   0002 answer, please   0004 warm-up, never answered
 *
 *   request  0000000000000001 0003 00000014 b73158a35a25
 *   reply    0000000000000001 0002 00000014 b73158a35a25
 * </pre>
 *
 * On TCP messages follow each other, cut by their length; a datagram is one message. The original believes any length: below
 * 14 it loops without consuming. Here 14 to the limit is all there is; anything else is the peer's fault, which costs it its
 * connection on TCP and the datagram on UDP.
 */
public final class Sockperf {
    /** Set on what a client sends, cleared in the answer: two servers that face each other stay silent. */
    public static final int FROM_CLIENT = 0x0001;
    /** An answer is wanted. */
    public static final int PONG_WANTED = 0x0002;
    /** Sent to warm caches; never answered. */
    public static final int WARM_UP = 0x0004;

    /** Bytes of the header, and the smallest message. */
    public static final int HEADER_BYTES = 14;

    private static final int LENGTH_AT = 10;
    /** The original server's limit, over TCP too. */
    private static final int LONGEST_BYTES = Transport.LONGEST_DATAGRAM_BYTES;

    /**
     * One message, either way.
     *
     * @param sequence as the client counts, from 1; unsigned
     * @param flags 16 bits
     * @param payload what follows the header; not to be touched once it is in here
     */
    public record Message(long sequence, int flags, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /** For logs. */
        @Override
        public String toString() {
            return String.format(
                    "message %s, flags 0x%04x, %d bytes",
                    Long.toUnsignedString(sequence), flags, HEADER_BYTES + payload.length);
        }
    }

    /** The protocol, the same on TCP and inside each datagram. */
    public static final Protocol<Message, Message> PROTOCOL =
            Protocol.of("sockperf", new WholeMessages(), new MessageCodec(), new MessageCodec());

    static final ServiceType<Message, Message> TYPE = ServiceType.of(
                    "sockperf",
                    "answers sockperf's ping-pong, under-load and throughput",
                    11_111,
                    PROTOCOL,
                    Sockperf::serve)
            .served(serving -> serving.within(Limits.DEFAULT.withMaxMessage(LONGEST_BYTES, TooLong.REJECT)))
            .forClients(client -> client.expecting(SockperfPing::pong).numbered(SockperfPing.SEQUENCE));

    private Sockperf() {}

    /** The service: the answer is the message without {@link #FROM_CLIENT}, and nothing else changed. */
    public static void serve(Message request, Reply<Message> reply) {
        if (request.has(FROM_CLIENT) && request.has(PONG_WANTED) && !request.has(WARM_UP)) {
            reply.send(new Message(request.sequence(), request.flags() & ~FROM_CLIENT, request.payload()));
        } else {
            reply.none();
        }
    }

    private static ProtocolException.Malformed badLength(long length) {
        return new ProtocolException.Malformed("a message's length cannot be " + length);
    }

    /**
     * Cut by the length inside the header, which stays in the frame. One longer than the limit is refused with
     * any {@link TooLong}: its answer must be as long as its header declares.
     */
    private record WholeMessages() implements Framing {
        @Override
        public String name() {
            return "sockperf";
        }

        @Override
        public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
            return new Cutter(maxMessageBytes, null);
        }

        /** Plain bytes ({@code parley send}) must include a header, since the peer cuts messages by it. */
        @Override
        public void finish(int payloadStart, ByteBuffer out) {
            int size = out.position() - payloadStart;
            if (size < HEADER_BYTES || out.getInt(payloadStart + LENGTH_AT) != size) {
                throw new IllegalArgumentException(
                        "a sockperf message is a header of " + HEADER_BYTES + " bytes with the message's length in it");
            }
        }
    }

    private record Cutter(int maxMessageBytes, @Nullable OneView view) implements Deframer {
        @Override
        public Deframer withOneView() {
            return new Cutter(maxMessageBytes, new OneView());
        }

        @Override
        public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
            if (in.remaining() < HEADER_BYTES) {
                return null;
            }
            int start = in.position();
            long length = Integer.toUnsignedLong(in.getInt(start + LENGTH_AT));
            if (length < HEADER_BYTES) {
                throw badLength(length);
            }
            if (length > maxMessageBytes) {
                throw new ProtocolException.TooLarge(length, maxMessageBytes);
            }
            if (in.remaining() < length) {
                return null;
            }
            in.position(start + (int) length);
            return OneView.frame(view, in, start, (int) length);
        }

        @Override
        public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
            if (rest.hasRemaining()) {
                throw new ProtocolException.UnexpectedEnd(rest.remaining());
            }
            return null;
        }

        @Override
        public boolean truncated() {
            return false;
        }
    }

    /** The length is checked again, for frames that another framing has cut. */
    private record MessageCodec() implements Codec<Message> {
        @Override
        public Message decode(ByteBuffer frame) throws ProtocolException {
            int size = frame.remaining();
            if (size < HEADER_BYTES) {
                throw badLength(size);
            }
            long sequence = frame.getLong();
            int flags = Short.toUnsignedInt(frame.getShort());
            int length = frame.getInt();
            if (length != size) {
                throw badLength(Integer.toUnsignedLong(length));
            }
            return new Message(sequence, flags, Codecs.BYTES.decode(frame));
        }

        @Override
        public int sizeBytes(Message message) {
            return HEADER_BYTES + message.payload().length;
        }

        @Override
        public void encode(Message message, ByteBuffer out) {
            out.putLong(message.sequence())
                    .putShort((short) message.flags())
                    .putInt(sizeBytes(message))
                    .put(message.payload());
        }
    }
}
