package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.load.Objective;
import dev.parley.result.ByteSizes;
import dev.parley.result.Durations;
import dev.parley.result.Rates;
import dev.parley.result.Threshold;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Durations, sizes, rates and the expressions about them, as users type them. */
class QuantitiesFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text(
                "1m30s",
                "0.5s",
                "250us",
                "9223372036854775807ns",
                "1KiB",
                "64MB",
                "0",
                "5k",
                "5e2",
                "1e309",
                "p99>5ms",
                "p99.9<=1m",
                "errors<1",
                "service.max>2%",
                "rate<10k");
    }

    @MethodSource("seeds")
    @FuzzTest
    void areReadOrRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        readOrRefused(
                text, typed -> assertThat(Durations.parse(typed).isNegative()).isFalse());
        readOrRefused(text, typed -> assertThat(Durations.parsePositive(typed)).isPositive());
        readOrRefused(text, typed -> assertThat(ByteSizes.parse(typed)).isNotNegative());
        readOrRefused(text, typed -> assertThat(ByteSizes.parsePositive(typed)).isPositive());
        readOrRefused(text, typed -> assertThat(Rates.parse(typed)).isFinite().isNotNegative());
        readOrRefused(text, Threshold::parse);
        readOrRefused(text, Objective::parse);
    }

    private static void readOrRefused(String text, Consumer<String> reading) {
        try {
            reading.accept(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).isExactlyInstanceOf(IllegalArgumentException.class);
            assertThat(refused.getMessage()).hasSizeLessThan(500);
        }
    }
}
