package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.LoadResult.Measured;
import dev.parley.result.Merge;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What all runs of one target came to: a row of a comparison. Immutable. */
public final class TargetResult {
    private final Target target;
    private final List<LoadResult> runs;
    private final List<String> failures;
    private final Measured merged;
    private final Verdict verdict;

    /**
     * Merges the runs.
     *
     * @param runs a complete one for each round
     * @param failures what kept rounds from being measured, or cut one short
     */
    public TargetResult(Target target, List<LoadResult> runs, List<String> failures) {
        this.target = target;
        this.runs = List.copyOf(runs);
        this.failures = List.copyOf(failures);
        this.merged = Merge.measured(runs.stream().map(LoadResult::measured).toList());
        this.verdict = runs.isEmpty()
                ? new Verdict(List.of(new Reason(Reason.Kind.NOT_MEASURED, "not measured")), List.of())
                : Merge.of(runs).verdict();
    }

    public Target target() {
        return target;
    }

    /** A complete one for each round that was measured. */
    public List<LoadResult> runs() {
        return runs;
    }

    /** What kept rounds from being measured, or cut one short. */
    public List<String> failures() {
        return failures;
    }

    /** Without a single reply. */
    public boolean silent() {
        return merged.service().count() == 0;
    }

    /** Requests of all runs that did not get the expected reply. */
    public long errors() {
        return merged.errors();
    }

    /** Of all runs together; empty when there are too few samples, or no run. */
    public OptionalDouble value(Metric metric) {
        return runs.isEmpty() ? OptionalDouble.empty() : metric.of(merged);
    }

    /** Why its numbers must not be trusted; none when they may be. */
    public List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        failures.forEach(failure -> reasons.add(new Reason(Reason.Kind.SERVER_FAILED, failure)));
        reasons.addAll(verdict.reasons());
        return reasons;
    }
}
