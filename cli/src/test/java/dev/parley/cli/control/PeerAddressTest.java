package dev.parley.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.SocketPeer;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, 127.0.0.2, true",
        "127.0.0.2, 127.0.0.3, false",
        "127.0.0.2:5000, 127.0.0.2, true",
        "127.0.0.2:5001, 127.0.0.2, false",
        "127.0.0.2:5000, 127.0.0.3, false",
        "::1, ::1, true",
        "[::1], ::1, true",
        "[::1]:5000, ::1, true",
        "[::1]:5001, ::1, false",
        "0:0::1, ::1, true",
        "::ffff:127.0.0.2, 127.0.0.2, true",
    })
    void aPeerIsMeantOrNot(String address, String host, boolean meant) {
        SocketPeer peer = new SocketPeer(0, new InetSocketAddress(host, 5000));
        assertThat(PeerAddress.parse(address).test(peer)).isEqualTo(meant);
        assertThat(PeerAddress.parse(PeerAddress.parse(address).toString()).test(peer))
                .as("what it is written as")
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.7:",
                "10.0.0.7:65536",
                "10.0.0.256",
                "[::1",
                ":5000",
                "10.0.0.7 x",
                "::1]:5"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> PeerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the address of a peer; expected 10.0.0.7");
    }
}
