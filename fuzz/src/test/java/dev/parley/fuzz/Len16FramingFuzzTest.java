package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.Framings;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class Len16FramingFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.hex("00 03 61 62 63 00 00 00 01 61", "00 03 61", "00 15 61 62 63", "FF FF");
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesMessagesOrAProtocolException(byte[] input) {
        Decoding.stream(Framings.LEN16, input);
    }
}
