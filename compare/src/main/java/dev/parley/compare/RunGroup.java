package dev.parley.compare;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Merge;
import dev.parley.result.NamedResult;
import dev.parley.result.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that belong together, as one row of a report.
 *
 * @param name what to call them
 * @param runs one or more, each under the name of its file; none twice
 * @param repeated files that hold one of these runs once more; they do not count
 * @param merged the runs as one result
 */
public record RunGroup(String name, List<NamedResult> runs, List<NamedResult> repeated, LoadResult merged) {
    /** With fewer the spread among runs of this setting is unknown. */
    public static final int RUNS_NEEDED = 3;

    public RunGroup {
        runs = List.copyOf(runs);
        repeated = List.copyOf(repeated);
    }

    /** Merges them; a file that holds a run once more does not count. */
    public static RunGroup of(String name, List<NamedResult> files) {
        List<NamedResult> runs = new ArrayList<>();
        List<NamedResult> repeated = new ArrayList<>();
        for (NamedResult file : files) {
            (runs.stream().anyMatch(run -> sameRun(run.result(), file.result())) ? repeated : runs).add(file);
        }
        return new RunGroup(
                name,
                runs,
                repeated,
                Merge.of(runs.stream().map(NamedResult::result).toList()));
    }

    /** No two runs begin at one moment and measure equally long, to the nanosecond. */
    private static boolean sameRun(LoadResult a, LoadResult b) {
        return a.startedAt().equals(b.startedAt())
                && a.setting().equals(b.setting())
                && a.measured().measuredNanos() == b.measured().measuredNanos()
                && a.measured().outcomes().equals(b.measured().outcomes())
                && a.measured().response().maxNanos() == b.measured().response().maxNanos();
    }

    /** True when the spread from run to run is known. */
    public boolean hasRunsEnough() {
        return runs.size() >= RUNS_NEEDED;
    }

    /** True when runs can be compared by it: what only all of them together report is mostly chance in each. */
    boolean eachRunReports(Metric metric) {
        return runs.stream().allMatch(run -> metric.of(run.result().measured()).isPresent());
    }

    /** Why not to believe this metric. A percentile may be doubted alone, throughput with the whole result. */
    List<Reason> doubts(Metric metric) {
        double percent = metric.percentile() == null ? 0 : metric.percentile().percent();
        return merged.verdict().reasons().stream()
                .filter(reason -> reason.fromPercent() <= percent)
                .toList();
    }

    /** Those of the merged runs: response times; service times in a closed loop. */
    public LatencyHistogram latencies() {
        return merged.measured().latencies();
    }
}
