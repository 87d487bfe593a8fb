package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthsTest {
    @ParameterizedTest
    @CsvSource({
        "8bit/s, 1",
        "100Mbit/s, 12500000",
        "100Mbit, 12500000",
        "100Mbps, 12500000",
        "1.5kbit/s, 187.5",
        "1Gbit/s, 125000000",
        "12MB/s, 12000000",
        "1KiB/s, 1024",
        "0.5MiB/s, 524288"
    })
    void bitsAreAnEighthOfBytes(String text, double bytesPerSecond) {
        assertThat(Bandwidths.parse(text)).isEqualTo(bytesPerSecond);
    }

    /** A bare M is bits to one half of the tools, and bytes to the other. */
    @ParameterizedTest
    @ValueSource(strings = {"", "100", "100M", "-1MB/s", "0MB/s", "1Kbit/s", "1 MB/s", "1MB/min", "MB/s"})
    void everythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bandwidths.parse(text))
                .withMessage("invalid bandwidth '" + text
                        + "'; expected bits or bytes a second, such as 100Mbit/s or 12MB/s");
    }

    @Test
    void isShownInBytesAndBits() {
        assertThat(Bandwidths.text(12_500_000)).isEqualTo("12.5 MB/s (100.0 Mbit/s)");
        assertThat(Bandwidths.text(0)).isEqualTo("0 B/s (0 bit/s)");
        assertThat(Bandwidths.bits(125_000_000)).isEqualTo("1.00 Gbit/s");
        assertThat(Bandwidths.bits(999)).isEqualTo("8.0 kbit/s");
    }

    @ParameterizedTest
    @CsvSource({
        "1Mbit/s, 1Mbit",
        "1.5Mbit, 1500kbit",
        "12MB/s, 96Mbit",
        "8bps, 8bit",
        "1GiB, 8589934.592kbit",
        "0.5bit, 0.5bit",
        "999999999Gbit, 999999999Gbit"
    })
    void isWrittenAsItIsRead(String typed, String written) {
        assertThat(Bandwidths.word(Bandwidths.parse(typed))).isEqualTo(written);
        assertThat(Bandwidths.parse(written)).isEqualTo(Bandwidths.parse(typed));
    }
}
