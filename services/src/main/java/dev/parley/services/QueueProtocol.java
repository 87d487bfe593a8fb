package dev.parley.services;

import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Deframer;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seed 001: one connection, or one datagram, carries one request.
 *
 * <pre>
 *   &lt;&lt;GET&gt;&gt; ...                  the oldest message, please: answered as soon as these 7 bytes are there
 *   anything else, end of stream  a message to keep; the server closes without a reply
 * </pre>
 *
 * A put that is answered with anything was not stored as it was sent, and the answer is the reason. A connection that is reset stored
 * nothing that its client may rely on.
 *
 * The reply to a get is the message's bytes and the end of the stream. A client cannot distinguish a stored message that reads like
 * the text for an empty queue from that text; nor could the original's.
 */
public final class QueueProtocol {
    private static final byte[] GET = "<<GET>>".getBytes(StandardCharsets.US_ASCII);
    private static final String EMPTY_TCP = "Error - no messages in queue.";
    private static final String EMPTY_UDP = "Error: No messages.";
    private static final String REFUSED = "Error - message not stored: ";

    static final ClientSide.Store STORE = new ClientSide.Store(GET, QueueProtocol::emptyText);

    private QueueProtocol() {}

    /** The two originals report an empty queue differently. */
    public static String emptyText(Transport transport) {
        return transport == Transport.UDP ? EMPTY_UDP : EMPTY_TCP;
    }

    static Protocol<QueueRequest, QueueResponse> on(Transport transport) {
        return new Protocol<>(
                "queue",
                new RequestFraming(),
                Framings.END,
                new Requests(),
                new Responses(emptyText(transport).getBytes(StandardCharsets.US_ASCII)),
                false,
                fault -> new QueueResponse.Refused(String.valueOf(fault.getMessage())));
    }

    /** The size of what is sent for this response, where it does not depend on the transport. */
    static int sizeBytes(QueueResponse response) {
        return new Responses(new byte[0]).sizeBytes(response);
    }

    private static boolean isGet(ByteBuffer bytes) {
        return bytes.remaining() >= GET.length
                && bytes.slice(bytes.position(), GET.length).equals(ByteBuffer.wrap(GET));
    }

    /** {@link Framings#END}, but that a get is complete before the end. */
    private record RequestFraming() implements Framing {
        @Override
        public String name() {
            return "queue";
        }

        @Override
        public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
            Deframer untilEnd = Framings.END.newDeframer(maxMessageBytes, tooLong);
            return new Deframer() {
                @Override
                public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
                    if (!isGet(in)) {
                        return untilEnd.next(in);
                    }
                    ByteBuffer get = in.slice(in.position(), GET.length);
                    in.position(in.limit());
                    return get;
                }

                @Override
                public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
                    return untilEnd.end(rest);
                }

                @Override
                public boolean truncated() {
                    return untilEnd.truncated();
                }
            };
        }

        @Override
        public int maxPayloadBytes() {
            return Framings.END.maxPayloadBytes();
        }

        @Override
        public boolean endsWithStream() {
            return true;
        }
    }

    private record Requests() implements Codec<QueueRequest> {
        @Override
        public QueueRequest decode(ByteBuffer frame) throws ProtocolException {
            return isGet(frame) ? new QueueRequest.Get() : new QueueRequest.Put(Codecs.BYTES.decode(frame), false);
        }

        @Override
        public QueueRequest decodeTruncated(ByteBuffer frame) throws ProtocolException {
            return isGet(frame) ? new QueueRequest.Get() : new QueueRequest.Put(Codecs.BYTES.decode(frame), true);
        }

        @Override
        public int sizeBytes(QueueRequest request) {
            return bytesOf(request).length;
        }

        @Override
        public void encode(QueueRequest request, ByteBuffer out) {
            out.put(bytesOf(request));
        }

        private static byte[] bytesOf(QueueRequest request) {
            return switch (request) {
                case QueueRequest.Get get -> GET;
                case QueueRequest.Put put -> put.message();
            };
        }
    }

    private record Responses(byte[] empty) implements Codec<QueueResponse> {
        @Override
        public QueueResponse decode(ByteBuffer frame) throws ProtocolException {
            byte[] bytes = Codecs.BYTES.decode(frame);
            return Arrays.equals(bytes, empty) ? new QueueResponse.Empty() : new QueueResponse.Message(bytes);
        }

        @Override
        public int sizeBytes(QueueResponse response) {
            return bytesOf(response).length;
        }

        @Override
        public void encode(QueueResponse response, ByteBuffer out) {
            out.put(bytesOf(response));
        }

        private byte[] bytesOf(QueueResponse response) {
            return switch (response) {
                case QueueResponse.Message message -> message.bytes();
                case QueueResponse.Empty none -> empty;
                case QueueResponse.Stored stored -> new byte[0];
                case QueueResponse.Truncated truncated ->
                    ("Error - message too long: only its first " + truncated.storedBytes()
                                    + " bytes were stored; the server's --max-message sets the limit.")
                            .getBytes(StandardCharsets.UTF_8);
                case QueueResponse.Refused refused ->
                    (REFUSED + refused.reason() + ".").getBytes(StandardCharsets.UTF_8);
            };
        }
    }
}
