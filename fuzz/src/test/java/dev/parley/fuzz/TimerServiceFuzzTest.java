package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class TimerServiceFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text("9f8b1c1e-0b0c-4c1e-9f8b-1c1e0b0c4c1e", "UUID: a received", "%s");
    }

    @MethodSource("seeds")
    @FuzzTest
    void servesAnyBytes(byte[] input) throws ProtocolException {
        Served.check("timer", input);
    }
}
