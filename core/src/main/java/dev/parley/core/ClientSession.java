package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one conversation: requests out, replies in, no I/O. It does not know which reply belongs to which
 * request; on a stream the replies come in the order of their requests.
 *
 * <pre>
 *   send(request) ------------------> outbox -> the bytes of the request
 *   receive(bytes), endOfInput() ---> next(), next() ... until null: more bytes are needed, or isOver()
 * </pre>
 *
 * The two directions share nothing: one thread may send while another receives; one thread at a time in each direction.
 *
 * <p>Replies are cut out of the caller's buffer where they stand, without a copy. The buffer is this session's to read until
 * {@link #next} answers null; the beginning of an incomplete reply is copied then, and the buffer is the caller's again.
 *
 * @param <Q> request
 * @param <R> reply; where the codec gives views, valid until the next one is taken, and until the bytes of the buffer change
 */
public final class ClientSession<Q, R> {
    private final MessageWriter<Q> writer;
    private final ReplyReader<R> replies;
    private final boolean endsOutput;

    private ClientSession(Protocol<Q, R> protocol, ReplyReader<R> replies, boolean endsOutput) {
        this.writer = new MessageWriter<>(protocol.requestFraming(), protocol.requests());
        this.replies = replies;
        this.endsOutput = endsOutput;
    }

    /**
     * A conversation over a stream.
     *
     * @param maxReplyBytes the longest reply, payload only; a longer one breaks the conversation
     */
    public static <Q, R> ClientSession<Q, R> stream(Protocol<Q, R> protocol, int maxReplyBytes) {
        return stream(protocol, protocol.responseFraming().newDeframer(maxReplyBytes, TooLong.REJECT));
    }

    /** A conversation over a stream, its replies cut by a deframer of the caller's own, which is used for nothing else. */
    public static <Q, R> ClientSession<Q, R> stream(Protocol<Q, R> protocol, Deframer deframer) {
        return new ClientSession<>(
                protocol,
                new ReplyReader.OfStream<>(new MessageReader<>(deframer, protocol.responses())),
                protocol.requestFraming().endsWithStream());
    }

    /**
     * A conversation over datagrams: each request is one, and so is each reply.
     *
     * @param maxReplyBytes the longest reply, payload only; a longer one is a fault of its datagram alone
     */
    public static <Q, R> ClientSession<Q, R> datagrams(Protocol<Q, R> protocol, int maxReplyBytes) {
        DatagramDeframer deframer =
                new DatagramDeframer(protocol.responseFraming(), maxReplyBytes, TooLong.REJECT, true);
        return new ClientSession<>(protocol, new ReplyReader.OfDatagrams<>(deframer, protocol.responses()), false);
    }

    /**
     * Writes one request into the outbox and commits it; on an exception the outbox is as before.
     *
     * @throws IllegalArgumentException when the framing cannot carry the request
     */
    public void send(Q request, Outbox out) {
        writer.write(request, out, null);
    }

    /** True where a request ends with its stream: after its bytes the sending side has to end, and no other can follow. */
    public boolean endsOutput() {
        return endsOutput;
    }

    /**
     * What the server sent; on datagrams one whole datagram. What comes after the end, or on a broken stream, is ignored.
     *
     * @throws IllegalStateException when {@link #next} has not yet answered null, or thrown, since the call before
     */
    public void receive(ByteBuffer in) {
        replies.receive(in);
    }

    /** The server has ended its side normally; that may complete one more reply. Idempotent. */
    public void endOfInput() {
        replies.endOfInput();
    }

    /**
     * The next reply, or null when more bytes are needed or nothing more will come: {@link #isOver} distinguishes the two.
     *
     * @throws ProtocolException.UnexpectedEnd when the server ended its side in the middle of a reply
     * @throws ProtocolException when this is not a reply of the protocol. A stream is broken by any of them, and every later
     *     call throws the same; a datagram is dropped, and the next may be good
     */
    public @Nullable R next() throws ProtocolException {
        return replies.next();
    }

    /** True when the server has ended its side normally and the last reply was taken. */
    public boolean isOver() {
        return replies.isOver();
    }
}
