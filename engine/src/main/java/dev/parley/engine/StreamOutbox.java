package dev.parley.engine;

import dev.parley.core.Delivery;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The unsent bytes of one TCP conversation.
 *
 * <p>Replies are written into a staging buffer the whole loop shares and leave in one write at the end of the step. Only
 * what the socket does not take, or what the staging buffer cannot hold, becomes a backlog of this conversation's own, in pieces
 * that are given back one by one as they leave; all bytes are in one of the two, never in both.
 */
public final class StreamOutbox implements Outbox {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    /** A heap buffer is copied by the JDK before each write: no more at once than a socket is likely to take. */
    private static final int WRITE_BYTES = 64 * 1024;

    private static final int SMALLEST_PIECE_BYTES = 1024;
    /** Far below what a garbage collector treats as a large object. */
    private static final int USUAL_PIECE_BYTES = 32 * 1024;

    private final ByteBuffer staging;
    private final MemoryBudget budget;
    /** Each ready to be written to: unsent bytes up to its position, in the first from {@code sentOfFirst} on. */
    private @Nullable ArrayDeque<ByteBuffer> backlog;

    private int sentOfFirst;
    private long committedTotal;
    private long sentTotal;
    private @Nullable ArrayDeque<Mark> marks;
    private int start;
    private ByteBuffer lastRoom;

    /** A delivery, due when everything up to {@code end} was sent. */
    private record Mark(long end, Delivery delivery) {}

    /**
     * @param staging empty between steps; shared with other conversations of the same thread
     * @param budget counts the backlog
     */
    public StreamOutbox(ByteBuffer staging, MemoryBudget budget) {
        this.staging = staging;
        this.budget = budget;
        this.lastRoom = staging;
    }

    @Override
    public ByteBuffer room(int bytes) {
        lastRoom = backlog == null && staging.remaining() >= bytes ? staging : pieceWithRoom(bytes);
        start = lastRoom.position();
        return lastRoom;
    }

    private ByteBuffer pieceWithRoom(int bytes) {
        if (backlog == null) {
            int staged = staging.position();
            ByteBuffer first = newPiece(Math.max(staged + bytes, SMALLEST_PIECE_BYTES));
            first.put(staging.flip());
            staging.clear();
            return first;
        }
        ByteBuffer last = backlog.getLast();
        if (last.remaining() >= bytes) {
            return last;
        }
        return newPiece(Math.max(bytes, Math.min(2 * last.capacity(), USUAL_PIECE_BYTES)));
    }

    private ByteBuffer newPiece(int capacity) {
        ByteBuffer piece = ByteBuffer.allocate(capacity);
        budget.take(capacity);
        if (backlog == null) {
            backlog = new ArrayDeque<>(2);
            sentOfFirst = 0;
        }
        backlog.add(piece);
        return piece;
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

    @Override
    public boolean crowded() {
        return budget.spent();
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
                newPiece(Math.max(staging.remaining(), SMALLEST_PIECE_BYTES)).put(staging);
            }
            return written;
        } finally {
            staging.clear();
        }
    }

    private int flushBacklog(Wire wire, ArrayDeque<ByteBuffer> pieces) throws IOException {
        int written = 0;
        for (ByteBuffer first = pieces.peek(); first != null; first = pieces.peek()) {
            while (sentOfFirst < first.position()) {
                int end = Math.min(first.position(), sentOfFirst + WRITE_BYTES);
                int n = wire.write(first.duplicate().limit(end).position(sentOfFirst));
                if (n == 0) {
                    return written;
                }
                written += n;
                sentOfFirst += n;
            }
            budget.give(first.capacity());
            pieces.remove();
            sentOfFirst = 0;
        }
        forgetBacklog();
        return written;
    }

    /** The last room too: it would keep the last piece for as long as the conversation is idle. */
    private void forgetBacklog() {
        backlog = null;
        lastRoom = staging;
        start = 0;
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
        if (backlog != null) {
            backlog.forEach(piece -> budget.give(piece.capacity()));
            forgetBacklog();
        }
        sentTotal = committedTotal;
        if (marks != null) {
            marks.forEach(StreamOutbox::lose);
            marks = null;
        }
    }
}
