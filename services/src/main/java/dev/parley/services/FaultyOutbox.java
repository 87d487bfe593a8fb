package dev.parley.services;

import dev.parley.core.Delivery;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Outbox;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replies on their way to the engine's outbox, as they travel: framing and content. One thread at a time.
 *
 * <pre>
 *   session --> broken off? --> dropped? --> a bit flipped? --> behind the next? --> twice? --> paced --> outbox
 * </pre>
 */
final class FaultyOutbox implements Outbox {
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(Faults.HELD_MILLIS);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(SwitchableFaults.LOOK_MILLIS);
    /** As often as an engine's timer can: small replies do not each have a wake-up of their own. */
    private static final long LEAST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final boolean datagrams;
    private final long conversation;
    private final PacedOutbox out;
    private FaultSetting setting;
    private SplittableRandom random;
    private long nowNanos;
    private ByteBuffer room = ByteBuffer.allocate(0);
    private int start;
    private long replies;
    private boolean brokenOff;
    private @Nullable Held held;

    /** A reply that waits for the next one. */
    private record Held(byte[] message, @Nullable Delivery delivery, long untilNanos) {}

    FaultyOutbox(FaultSetting setting, boolean datagrams, long conversation, MemoryBudget memory) {
        this.datagrams = datagrams;
        this.conversation = conversation;
        this.out = new PacedOutbox(datagrams, memory);
        this.setting = setting;
        this.random = random();
        out.pace(setting.bucket());
    }

    private SplittableRandom random() {
        return new SplittableRandom(setting.faults().seed() + conversation);
    }

    /** A call to the session begins: what was held for long enough leaves, and so does what was held before a change. */
    void before(Outbox engines, FaultSetting current, long now) {
        out.before(engines, now);
        nowNanos = now;
        boolean changed = current != setting;
        if (changed) {
            setting = current;
            random = random();
            replies = 0;
            out.pace(current.bucket());
        }
        if (held != null && (changed || held.untilNanos - now <= 0)) {
            release();
        }
        out.release();
    }

    /** What is to be overtaken leaves. */
    void release() {
        Held waiting = held;
        held = null;
        if (waiting != null) {
            out.room(waiting.message.length).put(waiting.message);
            out.commit(waiting.delivery, true);
        }
    }

    /** The conversation is over: what is held never leaves. */
    void abandon() {
        if (held != null) {
            PacedOutbox.lose(held.delivery);
            held = null;
        }
        out.abandon();
    }

    /** Whether a reply has not left. */
    boolean holds() {
        return held != null || out.isWaiting();
    }

    /** Whether a reply waits for bandwidth, so that the conversation cannot end. */
    boolean isPacing() {
        return out.isWaiting();
    }

    /** When to look again; meaningless when it holds nothing. */
    long nextNanos() {
        long look = nowNanos + LOOK_NANOS;
        long next = held != null && held.untilNanos - look < 0 ? held.untilNanos : look;
        if (!out.isWaiting()) {
            return next;
        }
        long due = Math.max(out.dueNanos() - nowNanos, LEAST_WAIT_NANOS) + nowNanos;
        return due - next < 0 ? due : next;
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
        boolean faulty = !brokenOff && !setting.off() && setting.replies().next();
        brokenOff |= faulty && !datagrams && replies >= setting.faults().resetAfter();
        if (brokenOff) {
            room.position(start);
            PacedOutbox.lose(delivery);
            return;
        }
        replies++;
        if (faulty) {
            commitFaulty(setting.faults(), delivery);
        } else {
            leave(delivery, false);
        }
    }

    /** Draws the same for each reply, whatever comes of it, so that one fault more changes nothing in the others. */
    private void commitFaulty(Faults faults, @Nullable Delivery delivery) {
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
        leave(delivery, true);
        if (copy != null) {
            out.room(copy.length).put(copy);
            out.commit(null, true);
        }
    }

    private void leave(@Nullable Delivery delivery, boolean paced) {
        out.commit(delivery, paced);
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

    @Override
    public int unsentBytes() {
        return out.unsentBytes();
    }

    @Override
    public boolean crowded() {
        return out.crowded();
    }
}
