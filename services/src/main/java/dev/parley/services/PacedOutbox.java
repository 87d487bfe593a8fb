package dev.parley.services;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Delivery;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Outbox;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replies of one conversation that leave when the bucket of their endpoint has the bytes for them: of a stream piece by piece,
 * datagrams as a whole. What has to wait is kept here, counts as unsent and is in the memory of all. One thread at a time.
 */
final class PacedOutbox {
    /** A datagram that would wait for longer is lost, as on a link whose queue is full. */
    static final long LONGEST_WAIT_MILLIS = 400;

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);

    private final boolean datagrams;
    private final MemoryBudget memory;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
    private int waitingBytes;
    /** The engine's, during a call to the session. */
    private Outbox out = new BufferOutbox();

    private long nowNanos;
    private @Nullable TokenBucket bucket;
    private ByteBuffer room = ByteBuffer.allocate(0);
    private int start;

    /** A reply that could not leave at once. */
    private static final class Waiting {
        private final byte[] message;
        private final @Nullable Delivery delivery;
        /** Whether it takes from the bucket; otherwise it waits only for those before it. */
        private final boolean paced;
        /** Up to here it has left. */
        private int sent;
        /** Up to here it may leave when it is due; no further than {@code sent} means that nothing was taken for it. */
        private int taken;

        private long dueNanos;

        Waiting(byte[] message, @Nullable Delivery delivery, boolean paced) {
            this.message = message;
            this.delivery = delivery;
            this.paced = paced;
        }

        void due(int bytes, long at) {
            taken = sent + bytes;
            dueNanos = at;
        }
    }

    PacedOutbox(boolean datagrams, MemoryBudget memory) {
        this.datagrams = datagrams;
        this.memory = memory;
    }

    /** A call to the session begins. */
    void before(Outbox engines, long now) {
        out = engines;
        nowNanos = now;
    }

    /** From now on this bucket, also for what waits; null for none. */
    void pace(@Nullable TokenBucket other) {
        bucket = other;
        waiting.forEach(reply -> {
            if (reply.paced) {
                reply.taken = reply.sent;
            }
        });
    }

    ByteBuffer room(int bytes) {
        room = out.room(bytes);
        start = room.position();
        return room;
    }

    /**
     * What was written into the last room is a reply.
     *
     * @param paced whether it takes from the bucket
     */
    void commit(@Nullable Delivery delivery, boolean paced) {
        TokenBucket from = paced ? bucket : null;
        int bytes = room.position() - start;
        if (from == null) {
            leaveOrWait(delivery, false, bytes, nowNanos);
        } else if (!datagrams) {
            boolean atOnce = waiting.isEmpty() && bytes <= from.pieceBytes();
            leaveOrWait(delivery, true, atOnce ? bytes : 0, atOnce ? from.take(bytes, nowNanos) : nowNanos);
        } else if (from.waitNanos(nowNanos) <= LONGEST_WAIT_NANOS && !memory.spent()) {
            leaveOrWait(delivery, true, bytes, from.take(bytes, nowNanos));
        } else {
            room.position(start);
            if (delivery != null) {
                delivery.delivered(); // handed over, and lost behind that
            }
        }
    }

    /** @param taken so many bytes of it may leave when it is due */
    private void leaveOrWait(@Nullable Delivery delivery, boolean paced, int taken, long dueNanos) {
        int bytes = room.position() - start;
        if (waiting.isEmpty() && taken == bytes && dueNanos - nowNanos <= 0) {
            out.commit(delivery);
            return;
        }
        byte[] message = new byte[bytes];
        room.get(start, message);
        room.position(start);
        Waiting reply = new Waiting(message, delivery, paced);
        reply.due(taken, dueNanos);
        waiting.add(reply);
        waitingBytes += bytes;
        memory.take(bytes);
        release();
    }

    /** What is due leaves. */
    void release() {
        for (Waiting first = waiting.peek(); first != null; first = waiting.peek()) {
            takeFor(first);
            if (first.dueNanos - nowNanos > 0) {
                return;
            }
            boolean whole = first.taken == first.message.length;
            int bytes = first.taken - first.sent;
            out.room(bytes).put(first.message, first.sent, bytes);
            out.commit(whole ? first.delivery : null);
            first.sent = first.taken;
            waitingBytes -= bytes;
            if (whole) {
                waiting.remove();
                memory.give(first.message.length);
            }
        }
    }

    private void takeFor(Waiting first) {
        int left = first.message.length - first.sent;
        if (first.taken > first.sent || left == 0) {
            return;
        }
        if (bucket == null) {
            first.due(left, nowNanos);
        } else {
            int bytes = datagrams ? left : Math.min(left, bucket.pieceBytes());
            first.due(bytes, bucket.take(bytes, nowNanos));
        }
    }

    /** The conversation is over: what waits never leaves. */
    void abandon() {
        for (Waiting reply = waiting.poll(); reply != null; reply = waiting.poll()) {
            if (bucket != null && reply.paced) {
                bucket.giveBack(reply.taken - reply.sent);
            }
            memory.give(reply.message.length);
            lose(reply.delivery);
        }
        waitingBytes = 0;
    }

    /** Tells this delivery that its reply is lost; null when nobody wants to know. */
    static void lose(@Nullable Delivery delivery) {
        if (delivery == null) {
            return;
        }
        try {
            delivery.lost();
        } catch (RuntimeException | Error e) { // on the way out of one conversation: all others go on
            ServiceLog.LOG.log(System.Logger.Level.ERROR, "a delivery failed", e);
        }
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** When the next may leave; meaningless when nothing waits. */
    long dueNanos() {
        Waiting first = waiting.peek();
        return first == null ? 0 : first.dueNanos;
    }

    int unsentBytes() {
        return out.unsentBytes() + waitingBytes;
    }

    boolean crowded() {
        return out.crowded();
    }
}
