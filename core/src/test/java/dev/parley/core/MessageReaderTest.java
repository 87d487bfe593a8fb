package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream costs between and within its messages. */
class MessageReaderTest {
    private static final int LIMIT_BYTES = 1 << 20;
    private static final long MOST_BYTES = 64 * 1024;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Framing> framingsWithMessagesOfTheirOwn() {
        return Framings.ALL.stream().filter(framing -> !framing.endsWithStream());
    }

    @ParameterizedTest
    @MethodSource("framingsWithMessagesOfTheirOwn")
    void holdsNoBufferBetweenMessages(Framing framing) throws Exception {
        MessageReader<byte[]> reader = reader(framing, TooLong.REJECT);
        byte[] frame = frame(framing, new byte[100]);
        int cut = frame.length / 2;

        feed(reader, Arrays.copyOf(frame, cut));
        assertThat(reader.midMessage()).isEqualTo(!framing.name().equals("read"));
        feed(reader, Arrays.copyOfRange(frame, cut, frame.length));

        assertThat(reader.midMessage()).isFalse();
        assertThat(heldBytes(reader)).isZero();
    }

    @Test
    void holdsWhatHasArrivedAndNotWhatALengthPromises() throws Exception {
        MessageReader<byte[]> reader = reader(Framings.LEN32, TooLong.REJECT);

        feed(reader, Bytes.of("00 10 00 00 61"));

        assertThat(heldBytes(reader)).isBetween(5, 1024);
    }

    @Test
    void holdsAtMostTwiceWhatHasArrived() throws Exception {
        MessageReader<byte[]> reader = reader(Framings.END, TooLong.REJECT);
        for (int arrived = 1000; arrived <= 100_000; arrived += 1000) {
            feed(reader, new byte[1000]);
            assertThat(heldBytes(reader)).isBetween(arrived, 2 * arrived);
        }
    }

    /** Promise I2: too large is refused before allocation. */
    @ParameterizedTest
    @ValueSource(strings = {"00 10 00 01", "7F FF FF FF", "FF FF FF FF", "80 00 00 00"})
    void refusesATooLargeLengthBeforeItAllocates(String prefix) throws Exception {
        byte[] bytes = Bytes.of(prefix + " 61 62 63");
        assertThat(faultOf(reader(Framings.LEN32, TooLong.REJECT), bytes)) // and loads the classes
                .isInstanceOf(ProtocolException.TooLarge.class);
        MessageReader<byte[]> reader = reader(Framings.LEN32, TooLong.REJECT);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        ProtocolException fault = faultOf(reader, bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(fault).isInstanceOf(ProtocolException.TooLarge.class);
        assertThat(allocated).isLessThanOrEqualTo(MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 10 00 01", "7F FF FF FF", "FF FF FF FF", "00 10 00 00"})
    void waitsForALongMessageWithoutAllocatingIt(String prefix) throws Exception {
        byte[] bytes = Bytes.of(prefix + " 61 62 63");
        assertThat(faultOf(reader(Framings.LEN32, TooLong.TRUNCATE), bytes)).isNull();
        MessageReader<byte[]> reader = reader(Framings.LEN32, TooLong.TRUNCATE);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        ProtocolException fault = faultOf(reader, bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(fault).isNull();
        assertThat(allocated).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void takesALengthOfZeroAsAnEmptyMessage() throws Exception {
        MessageReader<byte[]> reader = reader(Framings.LEN32, TooLong.REJECT);

        reader.offer(ByteBuffer.wrap(Bytes.of("00 00 00 00")));

        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isNull();
        assertThat(reader.messages()).isEqualTo(1);
    }

    @Test
    void measuresAllocationsAtAll() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        byte[] block = new byte[1 << 20];
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isGreaterThanOrEqualTo(block.length);
    }

    @ParameterizedTest
    @MethodSource("framingsWithMessagesOfTheirOwn")
    void leavesTheCallersBufferAlone(Framing framing) throws Exception {
        MessageReader<byte[]> reader = reader(framing, TooLong.REJECT);
        byte[] two = frame(framing, Bytes.of("61 62 63 64"));
        byte[] shared = Arrays.copyOf(Arrays.copyOf(two, 3), 1000); // what follows in it is not the reader's

        reader.offer(ByteBuffer.wrap(shared, 0, 3));
        while (reader.next() != null) {}
        reader.keep();
        byte[] untouched = shared.clone();
        feed(reader, Arrays.copyOfRange(two, 3, two.length));

        assertThat(shared).isEqualTo(untouched);
    }

    private static MessageReader<byte[]> reader(Framing framing, TooLong tooLong) {
        return new MessageReader<>(framing, Codecs.BYTES, LIMIT_BYTES, tooLong);
    }

    private static void feed(MessageReader<byte[]> reader, byte[] bytes) throws ProtocolException {
        reader.offer(ByteBuffer.wrap(bytes));
        while (reader.next() != null) {}
        reader.keep();
    }

    private static @Nullable ProtocolException faultOf(MessageReader<byte[]> reader, byte[] bytes) {
        try {
            feed(reader, bytes);
            return null;
        } catch (ProtocolException e) {
            return e;
        }
    }

    private static byte[] frame(Framing framing, byte[] payload) {
        BufferOutbox out = new BufferOutbox();
        new MessageWriter<>(framing, Codecs.BYTES).write(payload, out, null);
        return Bytes.copy(out.take());
    }

    /** The reader's one buffer; by reflection, because only this test needs it. */
    private static int heldBytes(MessageReader<?> reader) throws ReflectiveOperationException {
        var source = MessageReader.class.getDeclaredField("source");
        source.setAccessible(true);
        return ((ByteBuffer) source.get(reader)).capacity();
    }
}
