package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text(
                "reverse",
                "reverse+udp://:0",
                "reverse+mtls+tcp://:0",
                "queue+tcp://[::1%lo]:65535",
                "encoder://http://127.0.0.1",
                "a-1://b_c.d",
                "a://[%lo]:1",
                "reverse+unix:///run/x.sock",
                "reverse+unix:x",
                "a+unix:/ /");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadAndWrittenAgainOrRefused(byte[] input) {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).isExactlyInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
    }
}
