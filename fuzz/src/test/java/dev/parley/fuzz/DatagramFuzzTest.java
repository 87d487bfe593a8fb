package dev.parley.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.Codecs;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class DatagramFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.hex("03 61 62 63", "00 03 61 62 63", "00 00 00 03 61 62 63", "61 62 63 0D 0A", "61 0A 62");
    }

    @MethodSource("seeds")
    @FuzzTest
    void holdsOneMessageInEachFramingOrIsRefused(byte[] input) {
        for (Framing framing : Framings.ALL) {
            Decoding.datagrams(framing, Codecs.BYTES, input);
        }
    }
}
