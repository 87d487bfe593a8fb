package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes give messages or a ProtocolException, and nothing else, in bounded memory. */
class DeframerFuzzTest {
    private static final long SEED = Long.getLong("parley.seed", 20_261_121L);
    private static final int INPUTS = 3_000;
    private static final int LONGEST_INPUT_BYTES = 300;
    /** Bytes with a meaning in some framing, and bytes with none. */
    private static final byte[] SPECIAL = {0, 1, 2, 7, 8, 9, 0x7F, (byte) 0x80, (byte) 0xFF, '\r', '\n', 'a'};

    static Stream<Arguments> deframers() {
        return Framings.ALL.stream()
                .flatMap(framing -> Stream.of(TooLong.values()).map(tooLong -> Arguments.of(framing, tooLong)));
    }

    @ParameterizedTest
    @MethodSource("deframers")
    void givesMessagesOrAProtocolExceptionAndNothingElse(Framing framing, TooLong tooLong) {
        Random seeds = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            long seed = seeds.nextLong();
            try {
                run(framing, tooLong, new Random(seed));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + i + ", -Dparley.seed=" + SEED + " repeats it: " + e, e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("deframers")
    void takesMemoryForWhatArrivesAndNoMore(Framing framing, TooLong tooLong) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(framing, tooLong, new Random(SEED));
        Random random = new Random(SEED);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            run(framing, tooLong, random);
        }
        // Each byte may be held once by the input, twice by the reader and once by its message, with headers around
        // them.
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 100).isLessThan(200L * LONGEST_INPUT_BYTES);
    }

    private static void run(Framing framing, TooLong tooLong, Random random) {
        int limit = 1 + random.nextInt(random.nextBoolean() ? 10 : 200);
        MessageReader<byte[]> reader = new MessageReader<>(framing, Codecs.BYTES, limit, tooLong);
        int left = random.nextInt(LONGEST_INPUT_BYTES);
        try {
            while (left > 0) {
                byte[] piece = new byte[1 + random.nextInt(left)];
                fill(piece, random);
                left -= piece.length;
                reader.offer(ByteBuffer.wrap(piece));
                for (byte[] message = reader.next(); message != null; message = reader.next()) {
                    assertThat(message.length).isLessThanOrEqualTo(limit);
                }
                reader.keep();
            }
            byte[] last = reader.end();
            assertThat(last == null ? 0 : last.length).isLessThanOrEqualTo(limit);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void fill(byte[] piece, Random random) {
        boolean anything = random.nextInt(4) == 0;
        for (int i = 0; i < piece.length; i++) {
            piece[i] = anything ? (byte) random.nextInt(256) : SPECIAL[random.nextInt(SPECIAL.length)];
        }
    }
}
