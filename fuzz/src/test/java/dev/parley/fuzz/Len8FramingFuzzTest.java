package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.Framings;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class Len8FramingFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.hex("03 61 62 63 00 02 64 65", "05 61", "15 61 62 63", "FF");
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesMessagesOrAProtocolException(byte[] input) {
        Decoding.stream(Framings.LEN8, input);
    }
}
