package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferOutboxTest {
    private final BufferOutbox outbox = new BufferOutbox();

    @Test
    void givesRoomForAnySizeAndKeepsWhatWasCommitted() {
        byte[] expected = new byte[1 + 255 + 256 + 100_000];
        int at = 0;
        for (int size : new int[] {1, 255, 256, 100_000}) {
            ByteBuffer room = outbox.room(size);
            assertThat(room.remaining()).isGreaterThanOrEqualTo(size);
            for (int i = 0; i < size; i++) {
                expected[at] = (byte) at;
                room.put((byte) at++);
            }
            outbox.commit(null);
        }

        assertThat(outbox.unsentBytes()).isEqualTo(expected.length);
        assertThat(Bytes.copy(outbox.take())).isEqualTo(expected);
        assertThat(outbox.unsentBytes()).isZero();
        assertThat(outbox.take().remaining()).isZero();
    }

    @Test
    void forgetsWhatWasNotCommitted() {
        outbox.room(2).put(Bytes.of("61 62"));
        outbox.commit(null);
        outbox.room(1).put((byte) 'x');
        outbox.room(1).put((byte) 'c');
        outbox.commit(null);

        assertThat(Bytes.hex(outbox.take())).isEqualTo("61 62 63");
    }
}
