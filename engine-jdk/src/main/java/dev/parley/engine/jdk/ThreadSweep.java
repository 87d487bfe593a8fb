package dev.parley.engine.jdk;

import dev.parley.engine.Deadlines;

/**
 * The deadlines of one conversation that has a thread of its own, as they are seen from outside while that thread blocks. How much later
 * than planned a look comes is not the peer's fault, and is not counted against it. For the thread that sweeps.
 */
final class ThreadSweep {
    private final WholeWrites wire;
    private final Deadlines deadlines;
    /** How late the looks were, not yet taken off the time of this peer. */
    private long lateNanos;

    private long writeSeen;
    private long writeLateNanos;

    ThreadSweep(WholeWrites wire, Deadlines deadlines) {
        this.wire = wire;
        this.deadlines = deadlines;
    }

    /**
     * Looks at the write that blocks, if one does; true when it has for too long.
     *
     * @param late how much later than planned this look is
     */
    boolean writeOverdue(long now, long late) {
        lateNanos += late;
        long writing = wire.writingSince();
        writeLateNanos = writing == writeSeen ? writeLateNanos + late : late;
        writeSeen = writing;
        return writing != 0 && now - writing - writeLateNanos > deadlines.writeNanos();
    }

    /** How late the looks were since this was last called. */
    long takeLateNanos() {
        long late = lateNanos;
        lateNanos = 0;
        return late;
    }
}
