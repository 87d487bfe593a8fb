package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ResultFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.concat(
                Stream.of(Results.document(Results.latencies(0)), Results.document(Results.latencies(20)), new byte[] {
                    0, 0, '{', 0
                }),
                Seeds.text("{\"schema\": \"parley-load\", \"schemaVersion\": 1}", "[]", "{\"a\":"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadAndWrittenAgainOrRefused(byte[] input) throws ResultFormatException {
        LoadResult result;
        try {
            result = ResultReader.read(input);
        } catch (ResultFormatException refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(500);
            return;
        }
        byte[] written = ResultDocument.of(result).toJson();
        assertThat(ResultDocument.of(ResultReader.read(written)).toJson()).isEqualTo(written);
    }
}
