package dev.parley.load;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Ends the warm-up of a run when the load generator is ready: its code is compiled, which shows as two stretches in a row in which
 * hardly anything was, and it is not behind its schedule by its own fault. One thread.
 */
final class WarmUpWatch {
    static final long STRETCH_MILLIS = 200;
    private static final int STRETCHES = 2;
    private static final double MOST_COMPILING = 0.05;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long leastNanos;
    private final long limitNanos;
    private final LoadClock clock;
    private final Supplier<CompilerTime> compilers;
    private final BooleanSupplier behind;
    private final Runnable rehearsal;
    private boolean ready;

    /**
     * Of one run.
     *
     * @param rehearsal what the measured part does over and over beside its requests; done once a stretch
     * @param behind true while the load generator alone keeps requests from being sent
     */
    WarmUpWatch(
            long leastNanos,
            long limitNanos,
            LoadClock clock,
            Supplier<CompilerTime> compilers,
            BooleanSupplier behind,
            Runnable rehearsal) {
        this.leastNanos = leastNanos;
        this.limitNanos = limitNanos;
        this.clock = clock;
        this.compilers = compilers;
        this.behind = behind;
        this.rehearsal = rehearsal;
    }

    /** Blocks until the load generator is ready, the limit is reached, or the run was stopped. */
    void await(BooleanSupplier stopped) throws InterruptedException {
        int quiet = 0;
        CompilerTime compiled = compilers.get();
        while (!stopped.getAsBoolean()) {
            long left = limitNanos - clock.now();
            if (left <= 0) {
                return;
            }
            Thread.sleep(Math.clamp(left / NANOS_PER_MILLI, 1, STRETCH_MILLIS));
            rehearsal.run();
            CompilerTime now = compilers.get();
            boolean compiling = now.nanosSince(compiled) > MOST_COMPILING * STRETCH_MILLIS * NANOS_PER_MILLI;
            boolean still = compiling || behind.getAsBoolean();
            quiet = still ? 0 : quiet + 1;
            compiled = now;
            if (quiet >= STRETCHES && clock.now() >= leastNanos) {
                ready = true;
                return;
            }
        }
    }

    /** False when the limit was reached first. */
    boolean ready() {
        return ready;
    }
}
