package dev.parley.compare;

import dev.parley.result.LoadResult;

/** Hears how a comparison is going. Called by the thread that runs it, between loads. */
public interface ComparisonListener {
    /** A target is about to be warmed. */
    void warming(Target target);

    /**
     * A run is over.
     *
     * @param runNanos how long it took, connecting and waiting for last replies included
     * @param runsLeft still to come
     */
    void measured(PlannedRun run, LoadResult result, long runNanos, int runsLeft);

    /**
     * A run was not measured, or a server has ended.
     *
     * @param why for display
     */
    void failed(Target target, String why);
}
