package dev.parley.load;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Codecs;
import dev.parley.core.MessageWriter;
import dev.parley.core.SequenceField;
import dev.parley.core.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
final class RequestPool {
    private static final int MOST = 256;
    /** All of them together take little more than this, or are at least two. */
    private static final int MOST_BYTES = 4 << 20;

    /** To find another message, where chance has made one up twice. */
    private static final int ATTEMPTS = 4;

    private static final int FIRST_LETTER = 'a';
    private static final int LETTERS = 26;
    private static final long SEED = 20_261_121;

    private final List<ByteBuffer> framed = new ArrayList<>();
    private final List<ExpectedReply> expected = new ArrayList<>();
    private final @Nullable SequenceField sequenceField;
    private final int largestBytes;
    private final boolean repliesDiffer;

    /** @throws IllegalArgumentException with a text for the user */
    RequestPool(LoadSpec spec) {
        sequenceField = spec.sequenceField();
        List<byte[]> payloads = spec.messages().isEmpty() ? madeUp(spec.sizes(), sequenceField) : spec.messages();
        MessageWriter<byte[]> writer = new MessageWriter<>(spec.protocol().requestFraming(), Codecs.BYTES);
        BufferOutbox outbox = new BufferOutbox();
        Cycle cycle = spec.cycle();
        UnaryOperator<byte[]> answer = spec.expectedReply();
        Set<ByteBuffer> different = new HashSet<>();
        int largest = 0;
        for (byte[] payload : payloads) {
            ByteBuffer written;
            if (cycle == null) {
                writer.write(payload, outbox, null);
                written = outbox.take();
            } else {
                written = ByteBuffer.wrap(cycle.first(payload));
            }
            framed.add(ByteBuffer.allocateDirect(written.remaining())
                    .put(written)
                    .flip()
                    .asReadOnlyBuffer());
            largest = Math.max(largest, framed.getLast().remaining());
            if (answer != null) {
                byte[] reply = answer.apply(payload.clone());
                different.add(ByteBuffer.wrap(reply));
                expected.add(
                        sequenceField == null
                                ? ExpectedReply.whole(reply)
                                : ExpectedReply.numbered(reply, sequenceField.replyAt()));
            }
        }
        largestBytes = largest;
        repliesDiffer = answer != null && different.size() == payloads.size();
        if (spec.endpoint().isDatagram()) {
            requireDatagrams(spec);
        }
    }

    private void requireDatagrams(LoadSpec spec) {
        if (largestBytes > Transport.LONGEST_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("a message of " + largestBytes
                    + " bytes does not fit in a datagram, which holds " + Transport.LONGEST_DATAGRAM_BYTES);
        }
        if (spec.depth() == 1 || numbered()) {
            return;
        }
        if (!repliesDiffer) {
            throw new IllegalArgumentException("over UDP replies may overtake each other, and those of "
                    + spec.endpoint().service()
                    + " do not identify their request; leave depth at 1 and use more clients");
        }
        // Each message is in flight once, and as many rest, so that what comes late is known for what it is.
        int most = size() / 2;
        if (spec.depth() > most) {
            throw new IllegalArgumentException("over UDP depth is at most " + Math.max(1, most) + " here: " + size()
                    + " different messages identify the request a reply belongs to; use more clients");
        }
    }

    /** Letters only: every framing carries them, and services for text take them. No two alike, if there are enough. */
    private static List<byte[]> madeUp(Sizes sizes, @Nullable SequenceField sequenceField) {
        SplittableRandom random = new SplittableRandom(SEED);
        int number = Math.clamp(MOST_BYTES / Math.max(1, sizes.most()), 2, MOST);
        Set<ByteBuffer> payloads = new LinkedHashSet<>();
        for (int i = 0; payloads.size() < number && i < ATTEMPTS * number; i++) {
            byte[] payload = new byte[random.nextInt(sizes.least(), sizes.most() + 1)];
            for (int at = 0; at < payload.length; at++) {
                payload[at] = (byte) (FIRST_LETTER + random.nextInt(LETTERS));
            }
            payloads.add(ByteBuffer.wrap(payload));
        }
        UnaryOperator<byte[]> request = sequenceField == null ? UnaryOperator.identity() : sequenceField.request();
        return payloads.stream().map(ByteBuffer::array).map(request).toList();
    }

    int size() {
        return framed.size();
    }

    int largestBytes() {
        return largestBytes;
    }

    /** Of a message as it travels. */
    double meanBytes() {
        return framed.stream().mapToInt(ByteBuffer::limit).average().orElse(1);
    }

    /** Copies a message as it travels to the position of {@code out}, with its number if it carries one. */
    void put(int message, long number, ByteBuffer out) {
        ByteBuffer source = framed.get(message);
        int start = out.position();
        out.put(start, source, 0, source.limit());
        if (sequenceField != null) {
            out.putLong(start + sequenceField.requestAt(), number);
        }
        out.position(start + source.limit());
    }

    /** The expected reply, or null where it is not known, or has a number. Not to be moved. */
    @Nullable
    ByteBuffer reply(int message) {
        return expected.isEmpty() || numbered() ? null : expected.get(message).head();
    }

    /** True when messages carry a number, and so do their replies. */
    boolean numbered() {
        return sequenceField != null;
    }

    /** The number a reply carries, as far as it does; 0 is none. */
    long number(ByteBuffer reply) {
        return sequenceField == null || reply.remaining() < sequenceField.replyAt() + SequenceField.BYTES
                ? 0
                : reply.getLong(reply.position() + sequenceField.replyAt());
    }

    /** True when this is the expected reply to this request, or when the expected reply is unknown. */
    boolean answers(int message, long number, ByteBuffer reply) {
        if (sequenceField == null) {
            return expected.isEmpty() || expected.get(message).isWhole(reply);
        }
        return number(reply) == number
                && (expected.isEmpty() || expected.get(message).isBesidesNumber(reply, sequenceField.replyAt()));
    }

    /** True when the contents of a reply identify its message. */
    boolean repliesDiffer() {
        return repliesDiffer;
    }
}
