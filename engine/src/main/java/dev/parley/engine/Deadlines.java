package dev.parley.engine;

import dev.parley.core.Timeouts;

/**
 * The time limits of one server in nanoseconds, and how often they are looked at.
 *
 * @param sweepNanos between two looks at all conversations: a tenth of the shortest limit, from 10 ms to 250 ms
 */
public record Deadlines(
        long idleNanos,
        long messageNanos,
        long writeNanos,
        long replyNanos,
        long handshakeNanos,
        long lingerNanos,
        long sweepNanos) {
    /**
     * How long a peer may take to close after we have: long enough for its last bytes to arrive, so that closing does not
     * reset the connection under replies it has not read yet.
     */
    private static final long LINGER_NANOS = 1_000_000_000L;

    private static final long SHORTEST_SWEEP_NANOS = 10_000_000L;
    private static final long LONGEST_SWEEP_NANOS = 250_000_000L;

    /** The limits as a server keeps them. */
    public static Deadlines of(Timeouts timeouts) {
        long idle = timeouts.idle().toNanos();
        long message = timeouts.message().toNanos();
        long write = timeouts.write().toNanos();
        long reply = timeouts.reply().toNanos();
        long handshake = timeouts.handshake().toNanos();
        long shortest = Math.min(Math.min(Math.min(idle, reply), Math.min(message, write)), handshake);
        long sweep = Math.clamp(shortest / 10, SHORTEST_SWEEP_NANOS, LONGEST_SWEEP_NANOS);
        return new Deadlines(idle, message, write, reply, handshake, LINGER_NANOS, sweep);
    }
}
