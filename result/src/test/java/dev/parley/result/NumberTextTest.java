package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
    @ParameterizedTest
    @CsvSource({"0, 0.0 us", "412, 0.4 us", "123456, 123.5 us", "1234567, 1.23 ms", "8900000000, 8.900 s"})
    void timeHasTheUnitThatFits(long nanos, String text) {
        assertThat(NumberText.time(nanos)).isEqualTo(text);
        assertThat(NumberText.timeInPage(nanos)).isEqualTo(text.replace("us", "µs"));
    }

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
        assertThat(NumberText.span(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT10S, 10 s", "PT0.25S, 0.25 s", "PT1M40S, 100 s", "PT0S, 0 s", "PT0.0004S, 0 s"})
    void secondsHaveNoZerosAtTheirEnd(Duration duration, String text) {
        assertThat(NumberText.seconds(duration)).isEqualTo(text);
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        assertThat(NumberText.time(OptionalLong.empty())).isEqualTo("-");
        assertThat(NumberText.time(OptionalLong.of(1_234_567))).isEqualTo("1.23 ms");
    }

    @Test
    void oneIsNotMany() {
        assertThat(NumberText.count(1, "round")).isEqualTo("1 round");
        assertThat(NumberText.count(3, "round")).isEqualTo("3 rounds");
    }

    @Test
    void largeNumbersAreGrouped() {
        assertThat(NumberText.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(NumberText.rate(98.76)).isEqualTo("98.8/s");
        assertThat(NumberText.rate(12_345.6)).isEqualTo("12,346/s");
        assertThat(NumberText.share(0.998)).isEqualTo("99.8 %");
        assertThat(NumberText.ratio(1.318)).isEqualTo("×1.32");
        assertThat(NumberText.ratio(834.2)).isEqualTo("×834");
    }
}
