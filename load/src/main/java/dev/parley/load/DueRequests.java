package dev.parley.load;

import java.util.List;

/**
 * The walk of one loop through the schedule: gives each request that comes due to its client, in the order of their times. One thread
 * walks; {@link #behindAtNanos} is for any.
 */
final class DueRequests {
    /** More are due at once only where the rate is out of reach; replies and a stop must not wait behind all of them. */
    private static final int DUE_AT_ONCE = 1024;
    /** A request that is due for longer has waited for more than the one before it. */
    private static final long BEHIND_NANOS = 2_000_000L;

    private final int loop;
    private final LoadSpec spec;
    private final List<LoadClient> clients;
    private RunPhase phase;
    /** The next request of the schedule: round times all clients, plus the client. */
    private long round;

    private int next;
    private volatile long behindAtNanos = Long.MIN_VALUE;

    /** @param clients of this loop, each {@code spec.threads()} numbers from the one before */
    DueRequests(int loop, LoadSpec spec, List<LoadClient> clients, RunPhase phase) {
        this.loop = loop;
        this.spec = spec;
        this.clients = clients;
        this.phase = phase;
    }

    /** From the first request of this phase on. */
    void begin(RunPhase begun) {
        phase = begun;
        round = 0;
        next = 0;
        behindAtNanos = Long.MIN_VALUE; // by the clock of the phase before
    }

    /** Gives each client what has come due, or much of it; when the next is due. */
    long give(long now) {
        for (int given = 0; true; given++) {
            long sequence = round * spec.clients() + loop + (long) next * spec.threads();
            long due = phase.dueNanos(sequence);
            if (due > now || given == DUE_AT_ONCE) {
                return due;
            }
            if (now - due > BEHIND_NANOS) {
                behindAtNanos = now;
            }
            LoadClient client = clients.get(next);
            client.requests().due();
            client.pump();
            if (++next == clients.size()) {
                next = 0;
                round++;
            }
        }
    }

    /** What came due since the last look is owed too. */
    void giveAll(long now) {
        long due = give(now);
        while (due <= now) {
            due = give(now);
        }
    }

    /** When a request was last found to be due for longer than it takes to send the one before. */
    long behindAtNanos() {
        return behindAtNanos;
    }
}
