package dev.parley.client;

import dev.parley.core.BufferOutbox;
import dev.parley.core.ClientSession;
import dev.parley.core.Deframer;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that blocks: {@link #call} sends one request and waits for the reply; {@link #send} and {@link #receive} do the
 * halves, so that many requests may be under way. One thread may send while another receives.
 *
 * <pre>{@code
 * try (var client = Client.connect(Endpoint.parse("reverse://127.0.0.1:8080"), Reverse.PROTOCOL)) {
 *     byte[] reply = client.call("Hello".getBytes());
 * }
 * }</pre>
 */
public final class Client<Q, R> implements AutoCloseable {
    /** A datagram may be this long. */
    private static final int READ_BYTES = 64 * 1024;

    private final Endpoint endpoint;
    private final ClientSession<Q, R> session;
    private final Wire wire;
    private final BufferOutbox outbox = new BufferOutbox();
    private final ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
    private final Duration replyTimeout;
    /** The last wait for a reply failed: none came, not all of one, or something else. */
    private volatile boolean failed;

    Client(Endpoint endpoint, ClientSession<Q, R> session, Wire wire, Duration replyTimeout) {
        this.endpoint = endpoint;
        this.session = session;
        this.wire = wire;
        this.replyTimeout = replyTimeout;
    }

    /** Connects with {@link ClientOptions#DEFAULT}. */
    public static <Q, R> Client<Q, R> connect(Endpoint endpoint, Protocol<Q, R> protocol) throws IOException {
        return connect(endpoint, protocol, ClientOptions.DEFAULT);
    }

    /**
     * Connects; blocks for at most the connect timeout. On UDP nothing is sent yet.
     *
     * @param endpoint with a port, or a Unix socket
     * @throws CannotConnectException when there is no server
     * @throws IllegalArgumentException where {@link Protocol#requireCarriedTo} refuses the endpoint
     */
    public static <Q, R> Client<Q, R> connect(Endpoint endpoint, Protocol<Q, R> protocol, ClientOptions options)
            throws IOException {
        protocol.requireCarriedTo(endpoint);
        return new Client<>(
                endpoint,
                session(endpoint, protocol, options.maxMessageBytes()),
                wire(endpoint, options, protocol.endsWithStream()),
                options.replyTimeout());
    }

    private static <Q, R> ClientSession<Q, R> session(Endpoint endpoint, Protocol<Q, R> protocol, int longest) {
        if (endpoint.isUnix()) {
            Deframer deframer = protocol.responseFraming().newDeframer(longest, TooLong.REJECT);
            return ClientSession.stream(protocol, deframer.terminatedOnly());
        }
        return endpoint.isDatagram()
                ? ClientSession.datagrams(protocol, longest)
                : ClientSession.stream(protocol, longest);
    }

    private static Wire wire(Endpoint endpoint, ClientOptions options, boolean endsWithStream) throws IOException {
        if (endpoint.isSecured()) {
            return TlsWire.connect(endpoint, options, endsWithStream);
        }
        if (endpoint.isUnix()) {
            return UnixWire.connect(endpoint, options);
        }
        return endpoint.isDatagram() ? UdpWire.connect(endpoint, options) : TcpWire.connect(endpoint, options);
    }

    /**
     * Sends one request and waits for the reply. On UDP, replies that came before are thrown away: one that was late, or came
     * twice, answers an earlier request.
     *
     * @throws ReplyTimeoutException when none came in time
     * @throws ServerClosedException when the server closed instead
     * @throws ProtocolException when what arrived is not a reply of this protocol
     */
    public R call(Q request) throws IOException, ProtocolException {
        wire.discardArrived();
        send(request);
        R reply = receive();
        if (reply == null) {
            throw ServerClosedException.endsNormally(endpoint);
        }
        return reply;
    }

    /**
     * Sends one request. Where the framing ends a message with its stream, this ends our sending side.
     *
     * @throws ReplyTimeoutException when the server did not take it within the reply timeout; the connection is closed then
     * @throws IllegalArgumentException when the framing cannot carry the request
     */
    public void send(Q request) throws IOException {
        encode(request);
        transmit();
    }

    /** The first half of {@link #send}; when it fails, nothing has changed. */
    void encode(Q request) {
        session.send(request, outbox);
    }

    /** The second half; when it fails on a stream, it is unknown how much of the request the server will see. */
    void transmit() throws IOException {
        boolean last = session.endsOutput();
        if (last) { // a server that reads to the end must not take a part for the whole
            wire.breakOnClose(true);
        }
        wire.send(outbox.take());
        if (last) {
            wire.breakOnClose(false);
            wire.endOutput();
        }
    }

    /**
     * The next reply, or null when the server has ended the conversation normally; blocks for at most the reply
     * timeout, however many reads it takes.
     *
     * @throws ReplyTimeoutException when no whole reply came in time; it may still come
     * @throws ServerClosedException when the connection was reset
     * @throws ProtocolException when what arrived is not a reply of this protocol. On TCP the conversation is broken, and every
     *     later call throws the same; on UDP that datagram is dropped
     */
    public @Nullable R receive() throws IOException, ProtocolException {
        return receive(replyTimeout);
    }

    /** The same, with another time to wait than the reply timeout. */
    @Nullable
    R receive(Duration timeout) throws IOException, ProtocolException {
        boolean orderly = false;
        try {
            R reply = await(timeout);
            orderly = true;
            return reply;
        } finally {
            failed = !orderly;
        }
    }

    private @Nullable R await(Duration timeout) throws IOException, ProtocolException {
        long deadlineNanos = Deadline.after(timeout);
        long arrivedBytes = 0;
        R reply = session.next();
        while (reply == null && !session.isOver()) {
            int bytes = read(deadlineNanos, timeout, arrivedBytes);
            if (bytes < 0) {
                session.endOfInput();
            } else {
                arrivedBytes += bytes;
                session.receive(in.flip());
            }
            reply = session.next();
        }
        return reply;
    }

    /**
     * Passes the bytes of a reply on as they come, up to the server's normal end, so that its length does not matter.
     * For a stream whose reply is all that comes on it. Blocks for at most the reply timeout, not counting the time in which
     * the sink blocks.
     *
     * @return how many bytes came
     * @throws ReplyTimeoutException when the end did not come in time
     * @throws ServerClosedException when the connection was reset
     */
    public long transferReply(OutputStream sink) throws IOException {
        boolean orderly = false;
        try {
            long bytes = transferReply(sink, Deadline.after(replyTimeout));
            orderly = true;
            return bytes;
        } finally {
            failed = !orderly;
        }
    }

    private long transferReply(OutputStream sink, long firstDeadlineNanos) throws IOException {
        long deadlineNanos = firstDeadlineNanos;
        long arrivedBytes = 0;
        while (true) {
            int bytes = read(deadlineNanos, replyTimeout, arrivedBytes);
            if (bytes < 0) {
                if (arrivedBytes == 0 && !session.endsOutput() && wire.resetFollows()) {
                    throw ServerClosedException.byReset(endpoint);
                }
                return arrivedBytes;
            }
            arrivedBytes += bytes;
            long began = System.nanoTime();
            sink.write(in.array(), in.arrayOffset(), bytes);
            deadlineNanos += System.nanoTime() - began;
        }
    }

    private int read(long deadlineNanos, Duration timeout, long arrivedBytes) throws IOException {
        try {
            return wire.receive(in.clear(), deadlineNanos);
        } catch (SocketTimeoutException e) {
            throw ReplyTimeoutException.noReply(endpoint, timeout, arrivedBytes);
        }
    }

    /** How long a reply is waited for where nothing else is said. */
    Duration replyTimeout() {
        return replyTimeout;
    }

    /** Where the server is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Ends the conversation: normally, unless the last wait for a reply failed. Then the connection is reset, so that a
     * server that still waits for the end of the request does not find it.
     */
    @Override
    public void close() throws IOException {
        if (failed) {
            breakOnClose();
        }
        wire.close();
    }

    private void breakOnClose() {
        try {
            wire.breakOnClose(true);
        } catch (IOException _) {
            // It is broken already, or closed.
        }
    }
}
