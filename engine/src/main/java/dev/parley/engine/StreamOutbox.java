package dev.parley.engine;

import dev.parley.core.Delivery;
import dev.parley.core.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The unsent bytes of one TCP conversation.
 *
 * <p>Replies are written into a staging buffer the whole loop shares and leave in one write at the end of the step. Only
 * what the socket does not take, or what the staging buffer cannot hold, becomes a backlog of this conversation's own; all
 * bytes are in one of the two, never in both.
 */
public final class StreamOutbox implements Outbox {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    /** A heap buffer is copied by the JDK before each write: no more at once than a socket is likely to take. */
    private static final int WRITE_BYTES = 64 * 1024;

    private static final int SMALLEST_BACKLOG_BYTES = 1024;

    private final ByteBuffer staging;
    /** Ready to be written to: unsent bytes from {@code sentOfBacklog} to its position. */
    private @Nullable ByteBuffer backlog;

    private int sentOfBacklog;
    private long committedTotal;
    private long sentTotal;
    private @Nullable ArrayDeque<Mark> marks;
    private int start;
    private ByteBuffer lastRoom;

    /** A delivery, due when everything up to {@code end} was sent. */
    private record Mark(long end, Delivery delivery) {}

    /** @param staging empty between steps; shared with other conversations of the same thread */
    public StreamOutbox(ByteBuffer staging) {
        this.staging = staging;
        this.lastRoom = staging;
    }

    @Override
    public ByteBuffer room(int bytes) {
        lastRoom = backlog == null && staging.remaining() >= bytes ? staging : backlogWithRoom(bytes);
        start = lastRoom.position();
        return lastRoom;
    }

    private ByteBuffer backlogWithRoom(int bytes) {
        ByteBuffer old = backlog;
        if (old != null && old.remaining() >= bytes) {
            return old;
        }
        ByteBuffer unsent = old == null
                ? staging.flip()
                : old.duplicate().limit(old.position()).position(sentOfBacklog);
        int needed = unsent.remaining() + bytes;
        int capacity = old == null ? needed : Math.max(needed, 2 * unsent.remaining());
        ByteBuffer grown =
                ByteBuffer.allocate(Math.max(capacity, SMALLEST_BACKLOG_BYTES)).put(unsent);
        if (old == null) {
            staging.clear();
        }
        sentOfBacklog = 0;
        backlog = grown;
        return grown;
    }

    @Override
    public void commit(@Nullable Delivery delivery) {
        committedTotal += lastRoom.position() - start;
        start = lastRoom.position();
        if (delivery != null) {
            if (marks == null) {
                marks = new ArrayDeque<>(2);
            }
            marks.add(new Mark(committedTotal, delivery));
        }
    }

    @Override
    public int unsentBytes() {
        return (int) (committedTotal - sentTotal);
    }

    /**
     * Writes what the wire takes; afterwards the staging buffer is empty.
     *
     * @return bytes written
     */
    public int flush(Wire wire) throws IOException {
        if (unsentBytes() == 0) {
            report();
            return 0;
        }
        int written = backlog == null ? flushStaging(wire) : flushBacklog(wire, backlog);
        sentTotal += written;
        report();
        return written;
    }

    private int flushStaging(Wire wire) throws IOException {
        staging.flip();
        try {
            int written = wire.write(staging);
            if (staging.hasRemaining()) {
                backlog = ByteBuffer.allocate(Math.max(staging.remaining(), SMALLEST_BACKLOG_BYTES))
                        .put(staging);
                sentOfBacklog = 0;
            }
            return written;
        } finally {
            staging.clear();
        }
    }

    private int flushBacklog(Wire wire, ByteBuffer unsent) throws IOException {
        int written = 0;
        while (sentOfBacklog < unsent.position()) {
            int end = Math.min(unsent.position(), sentOfBacklog + WRITE_BYTES);
            int n = wire.write(unsent.duplicate().limit(end).position(sentOfBacklog));
            if (n == 0) {
                return written;
            }
            written += n;
            sentOfBacklog += n;
        }
        backlog = null;
        return written;
    }

    private void report() {
        while (marks != null) {
            Mark first = marks.peek();
            if (first == null || first.end > sentTotal) {
                return;
            }
            marks.remove();
            first.delivery.delivered();
        }
    }

    private static void lose(Mark mark) {
        try {
            mark.delivery.lost();
        } catch (RuntimeException | Error e) { // on the way out of one conversation: all others go on
            LOG.log(System.Logger.Level.ERROR, "a delivery failed", e);
        }
    }

    /** The conversation is gone: what was not sent never will be. */
    public void abandon() {
        if (backlog == null && unsentBytes() > 0) {
            staging.clear();
        }
        backlog = null;
        sentTotal = committedTotal;
        if (marks != null) {
            marks.forEach(StreamOutbox::lose);
            marks = null;
        }
    }
}
