package dev.parley.engine;

import dev.parley.core.Limits;

/**
 * The time limits of one server in nanoseconds, and how often they are looked at.
 *
 * @param sweepNanos between two looks at all conversations: a tenth of the shortest limit, from 10 ms to 250 ms
 */
public record Deadlines(long idleNanos, long messageNanos, long writeNanos, long lingerNanos, long sweepNanos) {
    /**
     * How long a peer may take to close after we have: long enough for its last bytes to arrive, so that closing does not
     * reset the connection under replies it has not read yet.
     */
    private static final long LINGER_NANOS = 1_000_000_000L;

    private static final long SHORTEST_SWEEP_NANOS = 10_000_000L;
    private static final long LONGEST_SWEEP_NANOS = 250_000_000L;

    public static Deadlines of(Limits limits) {
        long idle = limits.idleTimeout().toNanos();
        long message = limits.messageTimeout().toNanos();
        long write = limits.writeTimeout().toNanos();
        long shortest = Math.min(idle, Math.min(message, write));
        long sweep = Math.clamp(shortest / 10, SHORTEST_SWEEP_NANOS, LONGEST_SWEEP_NANOS);
        return new Deadlines(idle, message, write, LINGER_NANOS, sweep);
    }
}
