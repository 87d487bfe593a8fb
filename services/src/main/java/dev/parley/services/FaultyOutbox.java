package dev.parley.services;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Delivery;
import dev.parley.core.Outbox;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replies on their way to the engine's outbox, as they travel: framing and content. One thread at a time.
 *
 * <pre>
 *   session --> broken off? --> dropped? --> a bit flipped? --> behind the next? --> twice? --> outbox
 * </pre>
 */
final class FaultyOutbox implements Outbox {
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(Faults.HELD_MILLIS);

    private final Faults faults;
    private final FirstMessages affected;
    private final boolean datagrams;
    private final SplittableRandom random;
    /** The engine's, during a call to the session. */
    private Outbox out = new BufferOutbox();

    private long nowNanos;
    private ByteBuffer room = ByteBuffer.allocate(0);
    private int start;
    private long replies;
    private boolean brokenOff;
    private @Nullable Held held;

    /** A reply that waits for the next one. */
    private record Held(byte[] message, @Nullable Delivery delivery, long untilNanos) {}

    FaultyOutbox(Faults faults, FirstMessages affected, boolean datagrams, long conversation) {
        this.faults = faults;
        this.affected = affected;
        this.datagrams = datagrams;
        this.random = new SplittableRandom(faults.seed() + conversation);
    }

    /** A call to the session begins: what was held for long enough leaves. */
    void before(Outbox engines, long now) {
        out = engines;
        nowNanos = now;
        if (held != null && held.untilNanos - now <= 0) {
            release();
        }
    }

    /** What is held leaves. */
    void release() {
        Held waiting = held;
        held = null;
        if (waiting != null) {
            out.room(waiting.message.length).put(waiting.message);
            out.commit(waiting.delivery);
        }
    }

    /** The conversation is over: what is held never leaves. */
    void abandon() {
        if (held != null) {
            lose(held.delivery);
            held = null;
        }
    }

    boolean holds() {
        return held != null;
    }

    /** Meaningless when it holds nothing. */
    long heldUntilNanos() {
        return held == null ? 0 : held.untilNanos;
    }

    boolean brokenOff() {
        return brokenOff;
    }

    @Override
    public ByteBuffer room(int bytes) {
        room = brokenOff ? ByteBuffer.allocate(bytes) : out.room(bytes);
        start = room.position();
        return room;
    }

    @Override
    public void commit(@Nullable Delivery delivery) {
        boolean faulty = !brokenOff && affected.next();
        brokenOff |= faulty && !datagrams && replies >= faults.resetAfter();
        if (brokenOff) {
            room.position(start);
            lose(delivery);
            return;
        }
        replies++;
        if (faulty) {
            commitFaulty(delivery);
        } else {
            leave(delivery);
        }
    }

    /** Draws the same for each reply, whatever comes of it, so that one fault more changes nothing in the others. */
    private void commitFaulty(@Nullable Delivery delivery) {
        boolean dropped = drawn(faults.drop()) && datagrams;
        boolean corrupted = drawn(faults.corrupt());
        long bit = random.nextLong() >>> 1;
        boolean overtaken = drawn(faults.reorder()) && datagrams;
        boolean twice = drawn(faults.duplicate()) && datagrams;
        if (dropped) {
            room.position(start);
            if (delivery != null) {
                delivery.delivered(); // handed over, and lost behind that
            }
            return;
        }
        if (corrupted && room.position() > start) {
            flip(bit % ((room.position() - start) * (long) Byte.SIZE));
        }
        if (overtaken && held == null) {
            held = new Held(message(), delivery, nowNanos + HELD_NANOS);
            room.position(start);
            return;
        }
        byte[] copy = twice ? message() : null;
        leave(delivery);
        if (copy != null) {
            out.room(copy.length).put(copy);
            out.commit(null);
        }
    }

    private void leave(@Nullable Delivery delivery) {
        out.commit(delivery);
        release();
    }

    private boolean drawn(double share) {
        return random.nextDouble() < share;
    }

    private void flip(long bit) {
        int at = start + (int) (bit / Byte.SIZE);
        room.put(at, (byte) (room.get(at) ^ (1 << (bit % Byte.SIZE))));
    }

    private byte[] message() {
        byte[] message = new byte[room.position() - start];
        room.get(start, message);
        return message;
    }

    private static void lose(@Nullable Delivery delivery) {
        if (delivery != null) {
            delivery.lost();
        }
    }

    @Override
    public int unsentBytes() {
        return out.unsentBytes();
    }

    @Override
    public boolean crowded() {
        return out.crowded();
    }
}
