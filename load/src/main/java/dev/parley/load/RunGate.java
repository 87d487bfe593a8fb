package dev.parley.load;

import java.util.concurrent.Phaser;

/**
 * Where the loops of a run wait for each other: before each phase of the run, which begins for all of them at one moment. A loop that
 * fails leaves, and holds up nobody.
 *
 * <p>A warm-up has two phases. In the first, short one code comes to the end of a phase and to the begin of the next for the first time.
 * Otherwise it would do so between the warm-up and the measured part, which would begin with code to be compiled anew.
 */
final class RunGate {
    private final RunPhase rehearsal;
    private final RunPhase warmUp;
    private final RunPhase measured;
    private final Phaser phaser;

    /**
     * A gate for as many loops as will {@link #join}, and the thread that starts the run.
     *
     * @param alone not beside other load generators
     * @param beginsWarmUp runs once, when all loops have come to the second phase of the warm-up; never without a warm-up
     * @param beginsMeasured runs once, when all loops have come to the measured part and before any of them begins it
     */
    RunGate(LoadSpec spec, Share share, boolean alone, Runnable beginsWarmUp, Runnable beginsMeasured) {
        this.rehearsal = RunPhase.rehearsal(spec);
        this.warmUp = RunPhase.warmUp(spec, alone);
        this.measured = RunPhase.measured(spec, share);
        int phasesBefore = spec.warmUp().isZero() ? 1 : 2;
        this.phaser = new Phaser(1) {
            @Override
            protected boolean onAdvance(int phase, int registered) {
                if (registered > 0 && phase == phasesBefore) {
                    beginsMeasured.run();
                } else if (registered > 0 && phase == 1) {
                    beginsWarmUp.run();
                }
                return registered == 0;
            }
        };
    }

    RunPhase rehearsal() {
        return rehearsal;
    }

    RunPhase warmUp() {
        return warmUp;
    }

    RunPhase measured() {
        return measured;
    }

    /** Counts one more loop; before it runs. */
    void join() {
        phaser.register();
    }

    /** The run begins: the starting thread waits for nobody. Once. */
    void open() {
        phaser.arriveAndDeregister();
    }

    /** Nobody waits any more, also not for a loop that was counted and never ran. */
    void abandon() {
        phaser.forceTermination();
    }

    /** Blocks until all have come here. */
    void await() {
        phaser.arriveAndAwaitAdvance();
    }

    /** This loop will not come any more. */
    void leave() {
        phaser.arriveAndDeregister();
    }
}
