package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Messages into an outbox: a framing and a codec. Both sides of a conversation use it. Keeps no state. */
public record MessageWriter<M>(Framing framing, Codec<M> codec) {
    /**
     * Writes one message and commits it; on an exception the outbox is as before.
     *
     * @throws IllegalArgumentException when the framing cannot carry the message
     */
    public void write(M message, Outbox out, @Nullable Delivery delivery) {
        int size = codec.sizeBytes(message);
        ByteBuffer room = out.room(size + framing.overheadBytes(size));
        int start = room.position();
        boolean written = false;
        try {
            framing.begin(size, room);
            int payloadStart = room.position();
            codec.encode(message, room);
            framing.finish(payloadStart, room);
            written = true;
        } finally {
            if (!written) {
                room.position(start);
            }
        }
        out.commit(delivery);
    }
}
