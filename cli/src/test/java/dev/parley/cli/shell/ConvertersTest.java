package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Values as people write them, the same on every command. */
class ConvertersTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "500, 500", "10k, 10000", "0.5k, 500", "5e2, 500", "1M, 1000000", "999999999, 999999999"})
    void counts(String text, int count) {
        assertThat(new Converters.ToCount().convert(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "0.0001k", "five", "", "1e10", "9999999999", "10KiB", "1 0"})
    void refusesWhatIsNoCount(String text) {
        assertThatThrownBy(() -> new Converters.ToCount().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not a whole number from 1 up");
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250", "0.5s, 500", "1m30s, 90000", "1h, 3600000"})
    void durations(String text, long millis) {
        assertThat(new Converters.ToDuration().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "10k, 10000", "10kB, 10000", "1KiB, 1024", "64MB, 64000000", "8MiB, 8388608"})
    void sizes(String text, long bytes) {
        assertThat(new Converters.ToBytes().convert(text)).isEqualTo(bytes);
    }
}
