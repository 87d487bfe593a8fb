package dev.parley.engine.jdk;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a conversation has kept its carrier. A virtual thread whose socket always has something to read would never leave it,
 * and as many of them as there are cores would keep out all others. On a platform thread, which the system takes its turn
 * from, it does nothing. Of one thread.
 */
final class CarrierTurn {
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final boolean virtual = Thread.currentThread().isVirtual();
    private long began;
    private long busyNanos;

    /** Something is there to be served. */
    void begins() {
        if (virtual) {
            began = System.nanoTime();
        }
    }

    /** A read had nothing to serve. How long it waited is not known, so it counts as a part of a turn. */
    void inVain() {
        if (virtual) {
            busyNanos += LONGEST_NANOS / 4;
            endIfLong();
        }
    }

    /**
     * It was served: lets others go first when this one has had its turn. It waits for a moment instead of yielding: a thread that
     * yields stays in the queue of its carrier, which does not look at what was handed in from elsewhere until that queue is empty.
     */
    void ends() {
        if (virtual) {
            busyNanos += System.nanoTime() - began;
            endIfLong();
        }
    }

    private void endIfLong() {
        if (busyNanos > LONGEST_NANOS) {
            busyNanos = 0;
            LockSupport.parkNanos(1);
        }
    }
}
