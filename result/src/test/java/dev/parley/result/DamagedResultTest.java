package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** A file that was damaged gives a result or a {@link ResultFormatException}, and nothing else. */
class DamagedResultTest {
    private static final long SEED = 20260101;

    private static LatencyHistogram latencies() {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int i = 1; i < 300; i++) {
            latencies.record(i * 100_000L);
        }
        return latencies;
    }

    @Test
    void damagedHistogramsAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] whole = Base64.getDecoder().decode(latencies().encoded());
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            refused += isRefused(Base64.getEncoder().encodeToString(damaged)) ? 1 : 0;
        }
        assertThat(refused).isBetween(1, 4_999);
    }

    private static boolean isRefused(String encoded) {
        try {
            LatencyHistogram read = LatencyHistogram.decoded(encoded);
            assertThat(read.count()).isNotNegative();
            read.forEachValue((nanos, count) -> assertThat(count).isPositive());
            return false;
        } catch (ResultFormatException e) {
            return true;
        }
    }

    /** The header is compressed, so that random changes of the whole seldom reach it. */
    @Test
    void damagedHeadersAreReadOrRefused() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Inflater inflater = new Inflater();
        byte[] whole = Base64.getDecoder().decode(latencies().encoded());
        inflater.setInput(whole, 8, whole.length - 8);
        byte[] plain = new byte[1 << 16];
        int length = inflater.inflate(plain);
        inflater.end();
        for (int i = 0; i < 500; i++) {
            byte[] damaged = plain.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                damaged[random.nextInt(i % 2 == 0 ? 40 : length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(5) - 2);
            }
            Deflater deflater = new Deflater();
            deflater.setInput(damaged, 0, length);
            deflater.finish();
            byte[] packed = new byte[1 << 16];
            int size = deflater.deflate(packed);
            deflater.end();
            ByteBuffer encoded = ByteBuffer.allocate(8 + size);
            encoded.put(whole, 0, 4).putInt(size).put(packed, 0, size);
            isRefused(Base64.getEncoder().encodeToString(encoded.array()));
        }
    }

    @Test
    void damagedDocumentsAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] whole = ResultDocument.of(LoadResult.of(
                        Settings.echo(1),
                        Settings.ENVIRONMENT,
                        Instant.EPOCH,
                        new MeasuredBuilder(latencies(), latencies(), 1_000_000_000L).build(),
                        List.of()))
                .toJson();
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            int kept = i % 3 == 0 ? random.nextInt(damaged.length) : damaged.length;
            try {
                LoadResult read = ResultReader.read(Arrays.copyOf(damaged, kept));
                assertThat(new String(ResultDocument.of(read).toJson(), StandardCharsets.UTF_8))
                        .contains("parley-load");
            } catch (ResultFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 299);
    }
}
