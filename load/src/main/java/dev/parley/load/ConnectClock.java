package dev.parley.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How long a connection took, step by step, and whose time it was. One thread.
 *
 * <pre>
 *   asked        noticed, computed        noticed, computed
 *     |--- TCP -----|---------- TLS handshake --------|      each step ends when it is noticed, on TLS when our side
 *     |------------------- connect -------------------|      has done its part of it too
 * </pre>
 */
final class ConnectClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LoadClock clock;
    private final PollClock poll;
    private long askedNanos;
    private long doneNanos;
    private long ownNanos;
    /** When what comes next was last looked for: nothing of it was there before. */
    private long lookedNanos;
    /** Processor time of this thread when the step was noticed. */
    private long computedNanos;
    /** Negative without TLS, and where the TCP connection was there in another phase. */
    private long handshakeBeganNanos = -1;

    ConnectClock(LoadClock clock, PollClock poll) {
        this.clock = clock;
        this.poll = poll;
    }

    /** A connection is asked for now. */
    void ask() {
        askedNanos = clock.now();
        lookedNanos = askedNanos;
        ownNanos = 0;
        handshakeBeganNanos = -1;
    }

    /** The run's clock begins anew. */
    void begin() {
        askedNanos = 0;
        lookedNanos = 0;
        ownNanos = 0;
        handshakeBeganNanos = -1;
    }

    /** It was there at once. */
    void atOnce() {
        doneNanos = clock.now();
    }

    /** The poll has found that the server has done its part of a step. */
    void noticed() {
        doneNanos = Math.max(poll.readyNanos(), askedNanos);
        ownNanos += poll.unreadNanos(lookedNanos);
    }

    /** A TLS handshake begins on the connection that is there. */
    void handshakeBegins() {
        handshakeBeganNanos = doneNanos;
        computes();
    }

    /** Our side begins its part of a step. */
    void computes() {
        computedNanos = THREADS.getCurrentThreadCpuTime();
    }

    /** Our side has done it. What it computed, any client would have; for how long it had no core to compute with is our own matter. */
    void computed() {
        long now = clock.now();
        long computed = THREADS.getCurrentThreadCpuTime() - computedNanos;
        ownNanos += Math.max(0, now - doneNanos - computed);
        doneNanos = now;
        lookedNanos = now;
    }

    /** When it was asked for. */
    long askedNanos() {
        return askedNanos;
    }

    /** From asking for it until it was there; once it is. */
    long connectNanos() {
        return doneNanos - askedNanos;
    }

    /** The part of it that may have been this process's own: steps that were not noticed at once, and waits for a core. */
    long ownNanos() {
        return ownNanos;
    }

    /** From the TCP connection being there until the handshake was complete on our side; negative where there was none in this phase alone. */
    long handshakeNanos() {
        return handshakeBeganNanos < 0 ? -1 : doneNanos - handshakeBeganNanos;
    }

    /** When it was there; once it is. */
    long doneNanos() {
        return doneNanos;
    }
}
