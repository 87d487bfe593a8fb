package dev.parley.testkit;

import dev.parley.core.BufferOutbox;
import dev.parley.core.ClientSession;
import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.MessageWriter;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Client sessions for tests, the bytes of a reply to them, and their faults. */
final class ClientSessions {
    static final int LIMIT_BYTES = 8;

    private ClientSessions() {}

    static ClientSession<String, String> stream(String framing) {
        return ClientSession.stream(protocol(framing), LIMIT_BYTES);
    }

    static ClientSession<String, String> datagrams(String framing) {
        return ClientSession.datagrams(protocol(framing), LIMIT_BYTES);
    }

    static Protocol<String, String> protocol(String framing) {
        return Text.on(Framings.named(framing).orElseThrow());
    }

    static byte[] sent(String framing, String reply) {
        BufferOutbox server = new BufferOutbox();
        new MessageWriter<>(protocol(framing).responseFraming(), Codecs.UTF_8).write(reply, server, null);
        return bytes(server.take());
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static @Nullable ProtocolException faultOf(ClientSession<?, ?> session) {
        try {
            session.next();
            return null;
        } catch (ProtocolException e) {
            return e;
        }
    }

    /** UTF-8, but this text is not a message. */
    static Codec<String> refusing(String text) {
        return new Codec<>() {
            @Override
            public String decode(ByteBuffer frame) throws ProtocolException {
                String message = Codecs.UTF_8.decode(frame);
                if (message.equals(text)) {
                    throw new ProtocolException.Malformed("on purpose");
                }
                return message;
            }

            @Override
            public int sizeBytes(String message) {
                return Codecs.UTF_8.sizeBytes(message);
            }

            @Override
            public void encode(String message, ByteBuffer out) {
                Codecs.UTF_8.encode(message, out);
            }
        };
    }
}
