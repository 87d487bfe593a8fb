package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:9400",
                "127.0.0.1",
                "127.0.0.1:9400",
                "10.0.0.7:9400",
                "[::1]",
                "[::1]:9400",
                "[fe80::1]:9400"
            })
    void takesAddressesAndLocalhost(String host) {
        assertThat(HostCheck.allows(host)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9400",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "[evil]",
                "[::1].evil.example",
                ":9400",
                "localhost@evil.example"
            })
    void takesNoOtherNames(String host) {
        assertThat(HostCheck.allows(host)).isFalse();
    }
}
