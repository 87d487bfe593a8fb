package dev.parley.load;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Codecs;
import dev.parley.core.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a load, framed once and used over and over, each beside the reply it should get: sending one costs a
 * copy, checking its reply one comparison, and neither allocates. Several different ones, so that a reply that belongs to
 * another request is noticed. Immutable; safe for any thread.
 */
final class Messages {
    private static final int MOST = 256;
    /** All of them together take little more than this, or are at least two. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int FIRST_LETTER = 'a';
    private static final int LETTERS = 26;
    private static final long SEED = 20_261_121;

    private final List<ByteBuffer> framed = new ArrayList<>();
    private final List<ByteBuffer> expected = new ArrayList<>();
    private final int largestBytes;
    private final boolean repliesDiffer;

    Messages(LoadSpec spec) {
        List<byte[]> payloads = spec.messages().isEmpty() ? madeUp(spec.sizes()) : spec.messages();
        MessageWriter<byte[]> writer = new MessageWriter<>(spec.protocol().requestFraming(), Codecs.BYTES);
        BufferOutbox outbox = new BufferOutbox();
        UnaryOperator<byte[]> answer = spec.expectedReply();
        int largest = 0;
        for (byte[] payload : payloads) {
            writer.write(payload, outbox, null);
            ByteBuffer written = outbox.take();
            framed.add(ByteBuffer.allocateDirect(written.remaining())
                    .put(written)
                    .flip()
                    .asReadOnlyBuffer());
            largest = Math.max(largest, framed.getLast().remaining());
            if (answer != null) {
                expected.add(ByteBuffer.wrap(answer.apply(payload.clone())));
            }
        }
        largestBytes = largest;
        Set<ByteBuffer> different = new HashSet<>(expected);
        repliesDiffer = answer != null && different.size() == payloads.size();
    }

    /** Letters only: every framing carries them, and services for text take them. */
    private static List<byte[]> madeUp(Sizes sizes) {
        SplittableRandom random = new SplittableRandom(SEED);
        int number = Math.clamp(MOST_BYTES / Math.max(1, sizes.most()), 2, MOST);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            byte[] payload = new byte[random.nextInt(sizes.least(), sizes.most() + 1)];
            for (int at = 0; at < payload.length; at++) {
                payload[at] = (byte) (FIRST_LETTER + random.nextInt(LETTERS));
            }
            payloads.add(payload);
        }
        return payloads;
    }

    int size() {
        return framed.size();
    }

    int largestBytes() {
        return largestBytes;
    }

    /** The bytes of a message as they travel. */
    int framedBytes(int message) {
        return framed.get(message).remaining();
    }

    /** Copies a message as it travels to the position of {@code out}. */
    void put(int message, ByteBuffer out) {
        ByteBuffer source = framed.get(message);
        out.put(out.position(), source, 0, source.limit());
        out.position(out.position() + source.limit());
    }

    /** The expected reply, or null where it is not known. Not to be moved. */
    @Nullable
    ByteBuffer reply(int message) {
        return expected.isEmpty() ? null : expected.get(message);
    }

    /** True when this is the expected reply, or when nobody knows what to expect. */
    boolean answers(int message, ByteBuffer reply) {
        return expected.isEmpty() || expected.get(message).mismatch(reply) < 0;
    }

    /** True when a reply tells which message it belongs to. */
    boolean repliesDiffer() {
        return repliesDiffer;
    }
}
