package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderServiceFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text(
                "hello", "stop", "stop\r\n", "e\u0301\uD83D\uDC69\u200D\uD83D\uDC67", "\uD83C\uDDE9\uD83C\uDDEA");
    }

    @MethodSource("seeds")
    @FuzzTest
    void servesAnyBytes(byte[] input) throws ProtocolException {
        Served.check("encoder", input);
    }
}
