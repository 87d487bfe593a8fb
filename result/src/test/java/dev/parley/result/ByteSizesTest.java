package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {
    @ParameterizedTest
    @CsvSource({
        "64, 64",
        "64B, 64",
        "1KiB, 1024",
        "0.5KiB, 512",
        "8MiB, 8388608",
        "1GiB, 1073741824",
        "3kB, 3000",
        "10k, 10000",
        "10K, 10000",
        "2M, 2000000",
        "1G, 1000000000",
        "3KB, 3000",
        "64MB, 64000000",
        "1.5GB, 1500000000",
        "0, 0"
    })
    void unitsAreDecimalOrWithAnIBinary(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "12X", "64ms", "1 KiB", "1kib", "0.5", "0.1KiB", "1.KiB", "KiB", "1e3"})
    void everythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSizes.parse(text))
                .withMessage("invalid size '" + text + "'; expected bytes, such as 64, 1KiB, 8MiB or 64MB");
    }

    @Test
    void whatIsPositiveIsNotZero() {
        assertThat(ByteSizes.parsePositive("1")).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSizes.parsePositive("0KiB"))
                .withMessage("size must be greater than zero: '0KiB'");
    }

    @Test
    void moreThanALongIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSizes.parse("999999999999999GiB"))
                .withMessage("size too large: '999999999999999GiB'");
    }
}
