package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "reverse, reverse, -, -, -1",
                "reverse+udp, reverse, UDP, -, -1",
                "reverse://:8080, reverse, -, -, 8080",
                "queue+tcp://127.0.0.1:0, queue, TCP, 127.0.0.1, 0",
                "queue://example.org, queue, -, example.org, -1",
                "pong://[::1]:65535, pong, -, ::1, 65535",
                "pong://[fe80::1%eth0], pong, -, fe80::1%eth0, -1",
            })
    void readsEveryShapeAndWritesItBack(
            String text, String service, @Nullable Transport transport, @Nullable String host, int port) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint(service, transport, host, port));
        assertThat(endpoint).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "reverse+tls, TLS",
        "reverse+tls://:8443, TLS",
        "queue+mtls+tcp://h:1, MUTUAL_TLS",
        "reverse+tcp://h:1, NONE"
    })
    void knowsWhetherItIsEncrypted(String text, Security security) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint.security()).isEqualTo(security);
        assertThat(endpoint).hasToString(text);
        assertThat(endpoint.withPort(7).security()).isEqualTo(security);
        assertThat(endpoint.orElse(Transport.TCP, "h", 1).security()).isEqualTo(security);
    }

    @Test
    void saysThatTlsIsForTcp() {
        assertThatThrownBy(() -> Endpoint.parse("reverse+tls+udp://:1"))
                .hasMessageContaining("TLS is for TCP")
                .hasMessageContaining("leave out +tls or +udp");
        assertThatThrownBy(() -> Endpoint.parse("reverse+mtls+unix:x.sock")).hasMessageContaining("leave out +mtls");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "reverse+tls+tls://h:1",
                "reverse+tcp+tls://h:1",
                "reverse+tls+mtls://h:1",
                "://",
                "Reverse://h:1",
                "reverse+sctp://h:1",
                "reverse+tcp+udp://h:1",
                "reverse:x.sock",
                "reverse+tcp:x.sock",
                "reverse+unix",
                "reverse+unix:",
                "reverse+unix://",
                "reverse+unix://x.sock",
                "reverse+unix://127.0.0.1:8080",
                "reverse+unix:///",
                "reverse+unix:///run/",
                "reverse+unix:///run/x.sock:8080",
                "reverse+unix:///run/a.sock,/run/b.sock",
                "reverse+unix:///run/x.sock?mode=0660",
                "reverse+unix:@x",
                "reverse://h:65536",
                "reverse://h:-1",
                "reverse://h:",
                "reverse://h:1x",
                "reverse://::1:80",
                "reverse://[::1",
                "reverse://a b:1",
                "reverse://h/path",
                "8080",
                "reverse://[]:1",
                "reverse://[%lo]:1",
                "reverse://h:999999"
            })
    void refusesWhatIsNoEndpoint(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is not an endpoint: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse+TCP://h:1", "reverse+Tcp://h:1"})
    void readsTheTransportInLargeLettersToo(String text) {
        assertThat(Endpoint.parse(text)).hasToString("reverse+tcp://h:1");
    }

    @Test
    void refusesWithOneHarmlessLine() {
        assertThatThrownBy(() -> Endpoint.parse("reverse://a\n\u001b[2J:1")).hasMessageContaining("a\\u000a\\u001b[2J");
    }

    @Test
    void takesTheHostAsTheOriginalEncoderClientWritesIt() {
        assertThat(Endpoint.parse("encoder://http://127.0.0.1:6666").host()).isEqualTo("127.0.0.1");
    }

    @Test
    void fillsInOnlyWhatWasNotWritten() {
        assertThat(Endpoint.parse("pong").orElse(Transport.TCP, "127.0.0.1", 8000))
                .hasToString("pong+tcp://127.0.0.1:8000");
        assertThat(Endpoint.parse("pong+udp://[::1]:0").orElse(Transport.TCP, "127.0.0.1", 8000))
                .hasToString("pong+udp://[::1]:0");
    }

    @Test
    void bindsNothingToTheOutsideUnasked() {
        assertThat(Endpoint.parse("pong://:8000").hostOrLoopback()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "reverse+unix:///run/x.sock, /run/x.sock, reverse+unix:///run/x.sock",
        "reverse+unix:/run/x.sock, /run/x.sock, reverse+unix:///run/x.sock",
        "reverse+unix:x.sock, x.sock, reverse+unix:x.sock",
        "reverse+UNIX:../run/x.sock, ../run/x.sock, reverse+unix:../run/x.sock",
        "reverse+unix:////x, //x, reverse+unix:////x",
    })
    void readsTheUnixSocketOfAPath(String text, String path, String written) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint("reverse", Transport.UNIX, new UnixPath(path)));
        assertThat(endpoint).hasToString(written);
        assertThat(Endpoint.parse(written)).isEqualTo(endpoint);
        assertThat(endpoint.orElse(Transport.TCP, "127.0.0.1", 8000)).isEqualTo(endpoint);
        assertThat(endpoint.place()).isEqualTo(path);
    }

    @Test
    void explainsTheSlashesOfAUnixSocket() {
        assertThatThrownBy(() -> Endpoint.parse("reverse+unix://x.sock"))
                .hasMessageContaining("three slashes")
                .hasMessageContaining("reverse+unix:x.sock");
    }

    @Test
    void refusesThePathOfAUnixSocketThatTheSystemCannotTake() {
        String longest = "/" + "\u00fc".repeat(53);

        assertThat(Endpoint.parse("reverse+unix://" + longest).place()).isEqualTo(longest);
        assertThatThrownBy(() -> Endpoint.parse("reverse+unix://" + longest + "x"))
                .hasMessageContaining("it has 108 bytes, at most 107 are possible");
    }

    @Test
    void givesAPathToUnixSocketsAlone() {
        assertThatThrownBy(() -> new Endpoint("reverse", Transport.TCP, new UnixPath("/x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint("reverse", Transport.UNIX, "127.0.0.1", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
