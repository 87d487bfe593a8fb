package dev.parley.load;

import java.util.concurrent.Phaser;

/**
 * Where the loops of a run wait for each other: before the warm-up, and before the measured part, which begins for all of them at one
 * moment. A loop that fails leaves, and holds up nobody.
 */
final class RunGate {
    private final RunPhase warmUp;
    private final RunPhase measured;
    private final Phaser phaser;

    /**
     * A gate for as many loops as will {@link #join}, and the thread that starts the run.
     *
     * @param alone not beside other load generators
     * @param beginsMeasured runs once, when all loops have come to the measured part and before any of them begins it
     */
    RunGate(LoadSpec spec, Share share, boolean alone, Runnable beginsMeasured) {
        this.warmUp = RunPhase.warmUp(spec, alone);
        this.measured = RunPhase.measured(spec, share);
        this.phaser = new Phaser(1) {
            @Override
            protected boolean onAdvance(int phase, int registered) {
                if (phase == 1 && registered > 0) {
                    beginsMeasured.run();
                }
                return registered == 0;
            }
        };
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
