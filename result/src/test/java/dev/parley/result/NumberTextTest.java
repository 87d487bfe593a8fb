package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

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
