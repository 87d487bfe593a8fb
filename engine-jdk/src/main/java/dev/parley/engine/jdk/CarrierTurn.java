package dev.parley.engine.jdk;

import java.util.concurrent.TimeUnit;

/**
 * How long a conversation has had its carrier. A virtual thread whose socket always has something to read would never leave it,
 * and as many of them as there are cores would keep out everybody else. On a platform thread, which the system takes its turn
 * from, it does nothing. Of one thread.
 */
final class CarrierTurn {
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A read that took longer has waited, and the carrier was somebody else's meanwhile. */
    private static final long WAITED_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final boolean virtual = Thread.currentThread().isVirtual();
    private long began = System.nanoTime();
    private long ended = began;

    /** Something was read. */
    void begins() {
        if (virtual) {
            long now = System.nanoTime();
            if (now - ended > WAITED_NANOS) {
                began = now;
            }
        }
    }

    /** It was served: lets others go first when this one has had its turn. */
    @SuppressWarnings("ThreadPriorityCheck") // for fairness; nothing waits for it
    void ends() {
        if (virtual) {
            ended = System.nanoTime();
            if (ended - began > LONGEST_NANOS) {
                Thread.yield();
                ended = System.nanoTime();
                began = ended;
            }
        }
    }
}
