package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.Framings;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ReadFramingFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text("abc", "01234567890123456789", "012345678901234567890");
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesMessagesOrAProtocolException(byte[] input) {
        Decoding.stream(Framings.READ, input);
    }
}
