package dev.parley.cli.talk;

import dev.parley.cli.shell.Endpoints;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.services.ClientSide.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Fetches messages from a queue, each in a conversation of its own. */
final class QueueFetch {
    private final Endpoint endpoint;
    private final Protocol<byte[], byte[]> protocol;
    private final ClientOptions options;
    private final byte[] get;
    private final String emptyText;

    /** @param framing null for the service's */
    QueueFetch(Endpoint endpoint, Store store, @Nullable String framing, ClientOptions options)
            throws ProtocolException {
        this.endpoint = endpoint;
        this.get = store.get();
        this.protocol = withoutNeedlessEnd(Endpoints.bytesProtocol(endpoint, framing), get);
        this.emptyText = store.emptyText().apply(Endpoints.transport(endpoint));
        this.options = options;
    }

    /**
     * A request that is complete by itself leaves our side open, as the original client does: a server of another kind, which
     * waits for more, then cannot seem to answer with the end of the conversation.
     */
    private static Protocol<byte[], byte[]> withoutNeedlessEnd(Protocol<byte[], byte[]> protocol, byte[] request)
            throws ProtocolException {
        Framing framing = protocol.requestFraming();
        boolean complete = framing.endsWithStream()
                && framing.newDeframer(request.length, TooLong.REJECT).next(ByteBuffer.wrap(request)) != null;
        return complete
                ? new Protocol<>(
                        protocol.name(),
                        Framings.READ,
                        protocol.responseFraming(),
                        Codecs.BYTES,
                        Codecs.BYTES,
                        false,
                        fault -> null)
                : protocol;
    }

    /**
     * Fetches the oldest message, passing it on as it comes where nothing is framed around it.
     *
     * @return null; or the server's text when there was no message
     */
    @Nullable
    String into(OutputStream sink) throws IOException, ProtocolException {
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options)) {
            if (endpoint.isDatagram() || !protocol.responseFraming().endsWithStream()) {
                byte[] message = client.call(get);
                if (new String(message, StandardCharsets.UTF_8).equals(emptyText)) {
                    return emptyText;
                }
                sink.write(message);
                return null;
            }
            client.send(get);
            UnlessEqual message = new UnlessEqual(emptyText.getBytes(StandardCharsets.UTF_8), sink);
            client.transferReply(message);
            return message.isEqual() ? emptyText : null;
        }
    }
}
