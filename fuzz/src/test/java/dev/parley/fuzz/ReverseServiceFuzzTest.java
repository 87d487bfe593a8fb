package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ReverseServiceFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.hex("03 61 62 63 00", "11 61 62 63 64 65 66 67 68 69 6A 6B 6C 6D 6E 6F 70 71", "05 61");
    }

    @MethodSource("seeds")
    @FuzzTest
    void servesAnyBytes(byte[] input) throws ProtocolException {
        Served.check("reverse", input);
    }
}
