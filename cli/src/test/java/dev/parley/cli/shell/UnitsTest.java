package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.3S, 0.3 s",
        "PT3S, 3 s",
        "PT9.96S, 10.0 s",
        "PT10.4S, 10 s",
        "PT59.6S, 1 min",
        "PT1M50S, 1 min 50 s",
        "PT59M59.9S, 1 h",
        "PT2H5M3S, 2 h 5 min"
    })
    void spansAreAsExactAsAPersonNeedsThem(Duration duration, String text) {
        assertThat(Units.span(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT2S, 2s", "PT1.5S, 1500ms", "PT0.0015S, 1500us", "PT10M, 600s"})
    void durationsAreTypedAsOptionsTakeThem(Duration duration, String text) {
        assertThat(Units.typed(duration)).isEqualTo(text);
        assertThat(new Units.DurationConverter().convert(text)).isEqualTo(duration);
    }
}
