package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses are written in hexadecimal: ten, nought, nought, one is {@code 0a000001}. */
class AddressRulesTest {
    private static byte[] address(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static AddressBlock block(String hex, int prefixBits) {
        return AddressBlock.of(address(hex), prefixBits);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0a000000,  8, 0affffff, true
            0a000000,  8, 0b000000, false
            0a000000,  9, 0a7fffff, true
            0a000000,  9, 0a800000, false
            80000000,  1, ffffffff, true
            80000000,  1, 7fffffff, false
            c0000207, 32, c0000207, true
            c0000207, 32, c0000206, false
            00000000,  0, ffffffff, true
            00000000,  0, 00000000000000000000000000000001, false
            20010db8000000000000000000000000,  32, 20010db8ffffffffffffffffffffffff, true
            20010db8000000000000000000000000,  32, 20010db9000000000000000000000000, false
            fe800000000000000000000000000000,  10, febfffffffffffffffffffffffffffff, true
            fe800000000000000000000000000000,  10, fec00000000000000000000000000000, false
            00000000000000000000000000000001, 128, 00000000000000000000000000000001, true
            00000000000000000000000000000000,   0, 0a000001, false""")
    void aBlockHoldsTheAddressesThatBeginWithItsBits(String first, int prefixBits, String address, boolean contained) {
        assertThat(block(first, prefixBits).contains(address(address))).isEqualTo(contained);
    }

    @Test
    void whatIsNoBlockIsRefused() {
        assertThatThrownBy(() -> block("0a000000", 33)).hasMessageContaining("0 to 32 bits, not 33");
        assertThatThrownBy(() -> block("0a000000", -1)).hasMessageContaining("0 to 32 bits, not -1");
        assertThatThrownBy(() -> block("0a000001", 31)).hasMessageContaining("bits set behind the first 31");
        assertThatThrownBy(() -> block("0a0000", 8)).hasMessageContaining("4 bytes or 16, not 3");
    }

    @Test
    void denyGoesOverAllow() {
        AddressRules rules = new AddressRules(List.of(block("0a000000", 8)), List.of(block("0a090000", 16)));
        assertThat(rules.allow(address("0a010203"))).isTrue();
        assertThat(rules.allow(address("0a090203"))).isFalse();
        assertThat(rules.allow(address("7f000001"))).isFalse();
    }

    @Test
    void withoutAllowAllAreAllowedButThoseDenied() {
        AddressRules rules = new AddressRules(List.of(), List.of(block("0a090000", 16)));
        assertThat(rules.allow(address("7f000001"))).isTrue();
        assertThat(rules.allow(address("0a090203"))).isFalse();
        assertThat(rules.allowAll()).isFalse();
        assertThat(AddressRules.ALL.allowAll()).isTrue();
    }
}
