package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class QueueServiceFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.text("<<GET>>", "<<GET>>more", "<<GET", "a message");
    }

    @MethodSource("seeds")
    @FuzzTest
    void servesAnyBytes(byte[] input) throws ProtocolException {
        Served.check("queue", input);
    }
}
