package dev.parley.compare;

import dev.parley.result.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A group of runs against the baseline.
 *
 * @param wholeRuns what was resampled: whole runs, so that the intervals hold what differs from run to run; or requests
 *     within too few runs, so that they do not
 * @param differences of all metrics that both groups report
 */
public record GroupComparison(RunGroup baseline, RunGroup other, boolean wholeRuns, List<Difference> differences) {
    /** Resamples of each group for each interval. */
    public static final int RESAMPLES = 2_000;

    public GroupComparison {
        differences = List.copyOf(differences);
    }

    /** Two groups that are to be compared. */
    record Pair(RunGroup baseline, RunGroup other) {}

    /** A table of one comparison. */
    static GroupComparison of(RunGroup baseline, RunGroup other, long seed) {
        return table(List.of(new Pair(baseline, other)), seed).getFirst();
    }

    /**
     * Comparisons that one reader sees together: which of their differences are shown is decided over all of them. The same seed
     * gives the same intervals.
     */
    static List<GroupComparison> table(List<Pair> pairs, long seed) {
        List<List<Estimate>> estimates =
                pairs.stream().map(pair -> estimates(pair, seed)).toList();
        List<Estimate> decidable = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            estimates.get(i).stream()
                    .filter(estimate -> doubt(pair, estimate.metric()).isEmpty())
                    .forEach(decidable::add);
        }
        double[] adjusted =
                Hommel.adjusted(decidable.stream().mapToDouble(Estimate::pValue).toArray());
        int next = 0;
        List<GroupComparison> table = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            List<Difference> differences = new ArrayList<>();
            for (Estimate estimate : estimates.get(i)) {
                Optional<Difference.Judgement> doubt = doubt(pair, estimate.metric());
                differences.add(estimate.difference(
                        doubt.isPresent() ? doubt.get() : judgement(estimate, adjusted[next++], adjusted.length)));
            }
            table.add(new GroupComparison(pair.baseline, pair.other, wholeRuns(pair), differences));
        }
        return table;
    }

    private static boolean wholeRuns(Pair pair) {
        return pair.baseline.hasRunsEnough() && pair.other.hasRunsEnough();
    }

    private static List<Estimate> estimates(Pair pair, long seed) {
        boolean wholeRuns = wholeRuns(pair);
        Resampling ofBaseline = new Resampling(pair.baseline, wholeRuns);
        Resampling ofOther = new Resampling(pair.other, wholeRuns);
        List<Estimate> estimates = new ArrayList<>();
        for (Metric metric : Metric.ALL) {
            OptionalDouble from = metric.of(pair.baseline.merged().measured());
            OptionalDouble to = metric.of(pair.other.merged().measured());
            if (from.isEmpty() || to.isEmpty() || from.getAsDouble() <= 0) {
                continue;
            }
            SplittableRandom random = new SplittableRandom(seed);
            estimates.add(new Estimate(
                    metric,
                    from.getAsDouble(),
                    to.getAsDouble(),
                    ofBaseline.variance(metric, RESAMPLES, random.split()),
                    ofOther.variance(metric, RESAMPLES, random.split()),
                    wholeRuns ? pair.baseline.runs().size() - 1 : Double.POSITIVE_INFINITY,
                    wholeRuns ? pair.other.runs().size() - 1 : Double.POSITIVE_INFINITY));
        }
        return estimates;
    }

    /** Why nothing can be said about this metric. That a server is too slow is no such reason: it may be what differs. */
    private static Optional<Difference.Judgement> doubt(Pair pair, Metric metric) {
        if (!wholeRuns(pair)) {
            int fewest = Math.min(pair.baseline.runs().size(), pair.other.runs().size());
            return Optional.of(Difference.Judgement.undecided(
                    "it takes " + RunGroup.RUNS_NEEDED + " runs of each to know their spread",
                    OptionalInt.of(RunGroup.RUNS_NEEDED - fewest)));
        }
        for (RunGroup group : List.of(pair.baseline, pair.other)) {
            if (!group.eachRunReports(metric)) {
                return Optional.of(Difference.Judgement.undecided(
                        "too few samples in a run of '" + group.name() + "'", OptionalInt.empty()));
            }
            if (group.doubts(metric).stream().anyMatch(reason -> reason.kind().blame() == Reason.Blame.GENERATOR)) {
                return Optional.of(Difference.Judgement.undecided(
                        "the load generator spoiled it for '" + group.name() + "'", OptionalInt.empty()));
            }
        }
        return Optional.empty();
    }

    private static Difference.Judgement judgement(Estimate estimate, double adjustedP, int tests) {
        boolean shown = adjustedP <= 1 - Difference.LEVEL;
        return new Difference.Judgement(
                shown ? Difference.Finding.SHOWN : Difference.Finding.NOT_SHOWN,
                OptionalDouble.of(adjustedP),
                shown ? OptionalInt.empty() : estimate.moreRuns(tests),
                "");
    }

    /** Empty when one of the groups does not report it. */
    public Optional<Difference> of(Metric metric) {
        return differences.stream()
                .filter(difference -> difference.metric().equals(metric))
                .findFirst();
    }
}
