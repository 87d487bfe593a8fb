package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SockperfServiceFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.hex(
                "00 00 00 00 00 00 00 01 00 03 00 00 00 14 B7 31 58 A3 5A 25",
                "00 00 00 00 00 00 00 01 00 05 00 00 00 0E",
                "00 00 00 00 00 00 00 01 00 03 00 00 00 0D",
                "00 00 00 00 00 00 00 01 00 03 FF FF FF FF");
    }

    @MethodSource("seeds")
    @FuzzTest
    void servesAnyBytes(byte[] input) throws ProtocolException {
        Served.check("sockperf", input);
    }
}
