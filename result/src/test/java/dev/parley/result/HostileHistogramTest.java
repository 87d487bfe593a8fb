package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A histogram says itself how large it is; what it says decides about memory only within what this program writes. */
class HostileHistogramTest {
    /** One of ours takes less than a tenth of it. */
    private static final long MOST_ALLOCATED_BYTES = 4 << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int size = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), size));
    }

    private static void assertRefusedInLittleMemory(String text) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> LatencyHistogram.decoded(text))
                .isInstanceOf(ResultFormatException.class)
                .hasMessage("is not a histogram that can be read");
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"3600000000000,5", "4611686018427387903,3", "4611686018427387903,5"})
    void aRangeOrAPrecisionThatIsNotOursIsRefusedBeforeItIsAllocated(long highest, int digits) {
        Histogram wide = new Histogram(highest, digits);
        wide.recordValue(7);

        assertRefusedInLittleMemory(encoded(wide));
    }

    @Test
    void zerosWithoutEndThatCompressWellAreNotUnpacked() {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[32 << 20]);
        deflater.finish();
        byte[] bomb = new byte[1 << 20];
        int size = deflater.deflate(bomb, 8, bomb.length - 8);
        deflater.end();
        ByteBuffer.wrap(bomb).putInt(0x1c849314).putInt(size);

        assertRefusedInLittleMemory(Base64.getEncoder().encodeToString(Arrays.copyOf(bomb, size + 8)));
    }

    @Test
    void oneOfOursIsRead() throws ResultFormatException {
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.record(LatencyHistogram.LONGEST_NANOS);

        assertThat(LatencyHistogram.decoded(latencies.encoded()).maxNanos()).isGreaterThan(0);
    }
}
