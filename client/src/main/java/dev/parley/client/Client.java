package dev.parley.client;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Endpoint;
import dev.parley.core.MessageReader;
import dev.parley.core.MessageWriter;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client that blocks: {@link #call} says one thing and waits for the answer; {@link #send} and {@link #receive} do the
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
    private final Protocol<Q, R> protocol;
    private final ClientOptions options;
    private final Wire wire;
    private final MessageWriter<Q> writer;
    private final BufferOutbox outbox = new BufferOutbox();
    private final ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
    private MessageReader<R> reader;
    private boolean serverEnded;

    private Client(Endpoint endpoint, Protocol<Q, R> protocol, ClientOptions options, Wire wire) {
        this.endpoint = endpoint;
        this.protocol = protocol;
        this.options = options;
        this.wire = wire;
        this.writer = new MessageWriter<>(protocol.requestFraming(), protocol.requests());
        this.reader = newReader();
    }

    /** Connects with {@link ClientOptions#DEFAULT}. */
    public static <Q, R> Client<Q, R> connect(Endpoint endpoint, Protocol<Q, R> protocol) throws IOException {
        return connect(endpoint, protocol, ClientOptions.DEFAULT);
    }

    /**
     * Connects; blocks for at most the connect timeout. On UDP nothing is sent yet.
     *
     * @param endpoint with a port
     * @throws CannotConnectException when there is no server
     */
    public static <Q, R> Client<Q, R> connect(Endpoint endpoint, Protocol<Q, R> protocol, ClientOptions options)
            throws IOException {
        Wire wire = endpoint.isDatagram() ? UdpWire.connect(endpoint, options) : TcpWire.connect(endpoint, options);
        return new Client<>(endpoint, protocol, options, wire);
    }

    private MessageReader<R> newReader() {
        return new MessageReader<>(
                protocol.responseFraming(), protocol.responses(), options.maxMessageBytes(), TooLong.REJECT);
    }

    /**
     * Says one thing and waits for the answer.
     *
     * @throws ReplyTimeoutException when none came in time
     * @throws ServerClosedException when the server closed instead
     * @throws ProtocolException when what came is not of this protocol
     */
    public R call(Q request) throws IOException, ProtocolException {
        send(request);
        R reply = receive();
        if (reply == null) {
            throw new ServerClosedException(endpoint, true);
        }
        return reply;
    }

    /**
     * Says one thing. Where the framing ends a message with its stream, this ends our sending side.
     *
     * @throws IllegalArgumentException when the framing cannot carry the request
     */
    public void send(Q request) throws IOException {
        writer.write(request, outbox, null);
        wire.send(outbox.take());
        if (protocol.requestFraming().endsWithStream()) {
            wire.endOutput();
        }
    }

    /**
     * The next reply, or null when the server has ended the conversation in good order; blocks for at most the reply
     * timeout.
     */
    public @Nullable R receive() throws IOException, ProtocolException {
        return wire.datagrams() ? receiveDatagram() : receiveFromStream();
    }

    private @Nullable R receiveFromStream() throws IOException, ProtocolException {
        while (true) {
            R reply = reader.next();
            if (reply != null) {
                reader.keep();
                return reply;
            }
            if (serverEnded) {
                return null;
            }
            reader.keep();
            if (wire.receive(in.clear()) < 0) {
                serverEnded = true;
                return reader.end();
            }
            reader.offer(in.flip());
        }
    }

    private R receiveDatagram() throws IOException, ProtocolException {
        reader = newReader();
        wire.receive(in.clear());
        reader.offer(in.flip());
        R reply = reader.next();
        if (reply == null) {
            reply = reader.end();
        }
        if (reply == null) {
            throw new ProtocolException.Malformed("a datagram must hold exactly one message");
        }
        return reply;
    }

    /** Ends our sending side; replies may still come. */
    public void endOutput() throws IOException {
        wire.endOutput();
    }

    /** Where the server is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
