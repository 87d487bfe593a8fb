package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.Percentile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The metrics of a group as they might as well have come out, by Efron's bootstrap. Whole runs are drawn anew where there
 * are enough of them; else requests within the histogram, which ignores what differs from run to run.
 */
final class Resampling {
    private final RunTable table;
    private final List<LoadResult.Measured> runs;
    private final boolean wholeRuns;

    Resampling(RunGroup group, boolean wholeRuns) {
        this.runs = group.runs().stream().map(run -> run.result().measured()).toList();
        boolean closedLoop = group.merged().measured().closedLoop();
        this.table = new RunTable(runs.stream()
                .map(run -> closedLoop ? run.service() : run.response())
                .toList());
        this.wholeRuns = wholeRuns;
    }

    /** The variance of the metric's logarithm: differences in percent are differences of logarithms. */
    double variance(Metric metric, int resamples, SplittableRandom random) {
        double mean = 0;
        double squares = 0;
        for (int i = 1; i <= resamples; i++) {
            double value = Math.log(Math.max(Double.MIN_NORMAL, draw(metric, random)));
            double off = value - mean; // Welford
            mean += off / i;
            squares += off * (value - mean);
        }
        double variance = squares / (resamples - 1);
        // Resampled runs vary by (n - 1) / n of what runs vary by.
        return wholeRuns ? variance * runs.size() / (runs.size() - 1) : variance;
    }

    private double draw(Metric metric, SplittableRandom random) {
        int[] times = wholeRuns ? drawnRuns(random) : eachOnce();
        Percentile percentile = metric.percentile();
        return percentile == null ? repliesPerNano(times, random) : nanos(percentile, times, random);
    }

    private int[] drawnRuns(SplittableRandom random) {
        int[] times = new int[table.runs()];
        for (int i = 0; i < times.length; i++) {
            times[random.nextInt(times.length)]++;
        }
        return times;
    }

    private int[] eachOnce() {
        int[] times = new int[table.runs()];
        Arrays.fill(times, 1);
        return times;
    }

    private double nanos(Percentile percentile, int[] times, SplittableRandom random) {
        long total = table.total(times);
        long rank = RunTable.rank(percentile.percent(), total);
        if (!wholeRuns) {
            double place = Draws.orderStatistic(rank, total, random);
            rank = Math.max(1, (long) Math.ceil(place * total));
        }
        return Math.max(1, table.nanosAt(rank, times));
    }

    /** Within a run the number of replies is taken to vary as if they came at random times (Poisson). */
    private double repliesPerNano(int[] times, SplittableRandom random) {
        double replies = 0;
        double nanos = 0;
        for (int run = 0; run < times.length; run++) {
            replies += (double) times[run] * runs.get(run).service().count();
            nanos += (double) times[run] * runs.get(run).measuredNanos();
        }
        double least = Math.max(1, replies); // a run without any has no logarithm
        return (wholeRuns ? least : Draws.gamma(least, random)) / Math.max(1, nanos);
    }
}
