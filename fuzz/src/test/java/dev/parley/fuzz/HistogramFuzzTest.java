package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The histogram inside a document. It is compressed there, and no change of compressed bytes leads to other good ones: the
 * input is what they hold.
 */
class HistogramFuzzTest {
    /** The number of the format, and how many bytes follow. */
    private static final int HEADER_BYTES = 8;

    private static final int LONGEST_BYTES = 1 << 16;
    private static final LatencyHistogram SOME = Results.latencies(20);
    private static final String DOCUMENT = new String(Results.document(SOME), StandardCharsets.UTF_8);

    static Stream<byte[]> seeds() throws DataFormatException {
        return Stream.of(plain(SOME), plain(Results.latencies(0)), plain(Results.latencies(5_000)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) {
        String document = DOCUMENT.replace(SOME.encoded(), encoded(input));
        LoadResult result;
        try {
            result = ResultReader.read(document.getBytes(StandardCharsets.UTF_8));
        } catch (ResultFormatException refused) {
            assertThat(refused.getMessage()).startsWith("'response.hdrHistogram' ");
            return;
        }
        byte[] written = ResultDocument.of(result).toJson();
        assertThatCode(() -> ResultReader.read(written)).doesNotThrowAnyException();
    }

    private static byte[] plain(LatencyHistogram latencies) throws DataFormatException {
        byte[] whole = Base64.getDecoder().decode(latencies.encoded());
        byte[] plain = new byte[LONGEST_BYTES];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(whole, HEADER_BYTES, whole.length - HEADER_BYTES);
            return Arrays.copyOf(plain, inflater.inflate(plain));
        }
    }

    private static String encoded(byte[] plain) {
        byte[] packed = new byte[plain.length + 64];
        int size;
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            size = deflater.deflate(packed);
        }
        byte[] header = Base64.getDecoder().decode(SOME.encoded());
        ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + size);
        whole.put(header, 0, Integer.BYTES).putInt(size).put(packed, 0, size);
        return Base64.getEncoder().encodeToString(whole.array());
    }
}
