package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deframers that move one view give the messages that others give, without an object for each. */
class OneViewTest {
    private static final long SEED = Long.getLong("parley.seed", 20_261_121L);
    private static final int LIMIT_BYTES = 8;
    private static final int STREAMS = 1_000;
    private static final int MESSAGES = 100_000;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Framing> framingsWithMessagesOfTheirOwn() {
        return Framings.ALL.stream().filter(framing -> !framing.endsWithStream());
    }

    static Stream<Framing> framings() {
        return Framings.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("framings")
    void givesTheSameMessages(Framing framing) {
        Random random = new Random(SEED);
        for (int i = 0; i < STREAMS; i++) {
            List<byte[]> pieces = pieces(random);
            for (TooLong tooLong : TooLong.values()) {
                assertThat(transcript(framing.newDeframer(LIMIT_BYTES, tooLong).withOneView(), pieces))
                        .isEqualTo(transcript(framing.newDeframer(LIMIT_BYTES, tooLong), pieces));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("framingsWithMessagesOfTheirOwn")
    void takesNoMemoryForAMessage(Framing framing) throws ProtocolException {
        Deframer deframer = framing.newDeframer(LIMIT_BYTES, TooLong.REJECT).withOneView();
        BufferOutbox out = new BufferOutbox();
        new MessageWriter<>(framing, Codecs.BYTES).write(Bytes.of("61 62 63"), out, null);
        ByteBuffer in = out.take();
        take(1_000, deframer, in); // and loads the classes

        long before = THREADS.getCurrentThreadAllocatedBytes();
        take(MESSAGES, deframer, in);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MESSAGES / 10);
    }

    private static void take(int messages, Deframer deframer, ByteBuffer in) throws ProtocolException {
        for (int i = 0; i < messages; i++) {
            if (deframer.next(in.rewind()) == null) {
                throw new AssertionError("no message");
            }
        }
    }

    /** Many short messages, some of them too long, in pieces. */
    private static List<byte[]> pieces(Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] piece = new byte[random.nextInt(12)];
            for (int at = 0; at < piece.length; at++) {
                piece[at] = (byte) (random.nextInt(3) == 0 ? '\n' : random.nextInt(11));
            }
            pieces.add(piece);
        }
        return pieces;
    }

    /** As a load reads: into one buffer, over and over. */
    private static List<String> transcript(Deframer deframer, List<byte[]> pieces) {
        List<String> seen = new ArrayList<>();
        MessageReader<byte[]> reader = new MessageReader<>(deframer, Codecs.BYTES);
        ByteBuffer in = ByteBuffer.allocateDirect(100);
        try {
            for (byte[] piece : pieces) {
                reader.offer(in.clear().put(piece).flip());
                for (byte[] message = reader.next(); message != null; message = reader.next()) {
                    seen.add(Bytes.hex(message) + (reader.truncated() ? "~" : ""));
                }
                reader.keep();
            }
            byte[] last = reader.end();
            seen.add(last == null ? "end" : "end with " + Bytes.hex(last));
        } catch (ProtocolException e) {
            seen.add(e.getClass().getSimpleName());
        }
        return seen;
    }
}
