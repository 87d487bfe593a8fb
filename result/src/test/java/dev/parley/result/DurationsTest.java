package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "0.5s, PT0.5S",
        "5s, PT5S",
        "1m30s, PT1M30S",
        "10m, PT10M",
        "1h1m1s1ms1us1ns, PT1H1M1.001001001S",
        "1m0.5s, PT1M0.5S",
        "90m, PT1H30M",
        "0.25us, PT0.00000025S",
        "0.5ns, PT0.000000001S",
        "0s, PT0S"
    })
    void readsOneUnitOrSeveralThatGoDown(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "5", "s", "-5s", "+5s", "5 s", "5KiB", "1.s", ".5s", "30s1m", "1s1s", "1.5m30s", "1m30", "5S", "1m;"
            })
    void everythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("invalid duration '" + text + "'; expected 250ms, 0.5s, 10m or 1m30s");
    }

    @Test
    void whatIsPositiveIsNotZero() {
        assertThat(Durations.parsePositive("1ns")).isEqualTo(Duration.ofNanos(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parsePositive("0s"))
                .withMessage("duration must be greater than zero: '0s'");
    }

    @Test
    void longerThanALongOfNanosecondsIsRefused() {
        assertThat(Durations.parse("2562047h")).isEqualTo(Duration.ofHours(2_562_047));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("2562048h"))
                .withMessage("duration too long: '2562048h'");
    }

    @Test
    void aMessageAboutControlCharactersHoldsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("5\u001b[1m"))
                .withMessageContaining("'5?[1m'");
    }

    @ParameterizedTest
    @CsvSource({"PT2S, 2s", "PT1.5S, 1500ms", "PT0.0015S, 1500us", "PT10M, 600s", "PT0.0000005S, 500ns", "PT0S, 0s"})
    void whatIsWrittenIsReadBack(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }
}
