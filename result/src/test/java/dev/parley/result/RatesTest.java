package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
    @ParameterizedTest
    @CsvSource({"5000, 5000", "5k, 5000", "0.5k, 500", "5e2, 500", "1.25e3, 1250", "2M, 2000000", "0.125, 0.125", "0, 0"
    })
    void readsNumbersWithAnExponentOrASuffix(String text, double perSecond) {
        assertThat(Rates.parse(text)).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "fast", "-5", "+5", "5K", "5e", "5e-2", "5e2k", "5 k", ".5", "5.", "5/s"})
    void everythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rates.parse(text))
                .withMessage("invalid rate '" + text + "'; expected 5000, 5k or 0.5");
    }

    @Test
    void aScheduleNeedsARateAboveZeroThatAProcessCanSend() {
        assertThatNoException().isThrownBy(() -> Rates.check(0.001));
        assertThatNoException().isThrownBy(() -> Rates.check(1e7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rates.check(0))
                .withMessage("rate must be greater than 0 and at most 10,000,000/s: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Rates.check(1e7 + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rates.check(Double.NaN));
    }
}
