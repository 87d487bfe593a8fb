package dev.parley.testkit;

import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Framing;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A service that does on request whatever a service may do to an engine. One for each peer. What it does not recognize it
 * answers reversed, so that a reply is never taken for the request.
 */
public final class ContractService implements Service<byte[], byte[]> {
    private final Deque<Runnable> held = new ArrayDeque<>();

    /** The protocol of the contract: bytes on this framing; the request {@code bad} breaks it; refusals carry the reason. */
    public static Protocol<byte[], byte[]> protocol(Framing framing) {
        return new Protocol<>(
                "contract",
                framing,
                framing,
                new Requests(),
                Codecs.BYTES,
                false,
                fault -> RawPeer.bytes("refused: " + fault.getClass().getSimpleName()));
    }

    private record Requests() implements Codec<byte[]> {
        @Override
        public byte[] decode(ByteBuffer frame) throws ProtocolException {
            byte[] bytes = Codecs.BYTES.decode(frame);
            if (new String(bytes, StandardCharsets.ISO_8859_1).equals("bad")) {
                throw new ProtocolException.Malformed("bad");
            }
            return bytes;
        }

        @Override
        public int sizeBytes(byte[] message) {
            return message.length;
        }

        @Override
        public void encode(byte[] message, ByteBuffer out) {
            out.put(message);
        }
    }

    @Override
    public void serve(byte[] request, Reply<byte[]> reply) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        switch (text) {
            case "throw" -> throw new IllegalStateException("as requested");
            case "assert" -> throw new AssertionError("as requested");
            case "overflow" -> overflow(1);
            case "answer and throw" -> {
                reply.send(reversed(request));
                throw new IllegalStateException("as requested");
            }
            case "answer twice" -> {
                reply.send(reversed(request));
                reply.send(reversed(request));
            }
            case "hang up" -> reply.hangUp();
            case "none" -> reply.none();
            case "later" -> elsewhere(() -> reply.send(reversed(request)));
            case "later hang up" -> elsewhere(reply::hangUp);
            case "later none" -> elsewhere(reply::none);
            case "hold" -> {
                int number = held.size();
                held.push(() -> reply.send(RawPeer.bytes("held " + number)));
            }
            case "let go" -> {
                held.push(() -> reply.send(reversed(request)));
                Runnable[] all = held.toArray(Runnable[]::new);
                held.clear();
                elsewhere(() -> {
                    for (Runnable one : all) {
                        one.run();
                    }
                });
            }
            case "unframeable" -> reply.send(unframeable());
            case "big" -> reply.send(new byte[300_000]);
            default -> reply.send(reversed(request));
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    private static void elsewhere(Runnable answer) {
        Thread.ofVirtual().name("contract-later").start(answer);
    }

    /** Too long for the framings with a short length, and no line for it begins with a line feed. */
    private static byte[] unframeable() {
        byte[] reply = new byte[70_000];
        reply[0] = '\n';
        return reply;
    }

    static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
