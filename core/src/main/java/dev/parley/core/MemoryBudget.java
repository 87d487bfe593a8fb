package dev.parley.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all conversations of a process may keep together: replies that their peers have not taken, messages that are not there in
 * full, and requests over streams that have no reply yet. The limits of one conversation bound what one peer can make a server keep; this bounds what all of them can, before the heap
 * does. Safe for any thread.
 */
public final class MemoryBudget {
    /** Of the heap; the rest is for what is kept on purpose, such as a queue's messages, and for the garbage collector. */
    private static final int SHARE_OF_HEAP = 4;

    private final long mostBytes;
    private final AtomicLong taken = new AtomicLong();

    public MemoryBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A quarter of what the heap can grow to. */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Counts memory that is kept from now on; it may exceed the budget, which then is {@link #spent}. */
    public void take(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Memory that was taken is kept no longer. */
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** True when nothing more should be kept that can be refused, or left with the peer for now. */
    public boolean spent() {
        return taken.get() >= mostBytes;
    }

    /** Kept now. */
    public long takenBytes() {
        return taken.get();
    }
}
