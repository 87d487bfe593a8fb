package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.Framings;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class LineFramingFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text("ab\n\n\r\na\rb\r\nc", "01234567890123456789\r\n", "01234567890123456789\r\r\n", "\n\r");
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesMessagesOrAProtocolException(byte[] input) {
        Decoding.stream(Framings.LINE, input);
    }
}
