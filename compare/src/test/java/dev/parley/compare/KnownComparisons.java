package dev.parley.compare;

import static dev.parley.compare.Difference.Finding.NOT_SHOWN;
import static dev.parley.compare.Difference.Finding.SHOWN;

import dev.parley.core.Transport;
import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.NamedResult;
import dev.parley.result.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reports and comparisons of loads that never ran, with made-up differences: all that a document has. */
final class KnownComparisons {
    private static final long SECOND = 1_000_000_000L;
    private static final Metric P99 = Metric.named("p99");

    private KnownComparisons() {}

    /** A baseline, a group that is worse, and a closed loop that no difference is known of; with warnings to escape. */
    static Report report() {
        RunGroup before = group("before", run(1, 1_500, 2_000, false), run(2, 1_200, 2_500, false));
        RunGroup after = group("after \"the\u0001change\"", run(3, 1_500, 4_000, false));
        RunGroup closed = group("gelöst", run(4, 40, 1_000, true));
        GroupComparison worse = comparison(
                before,
                after,
                true,
                new Difference(Metric.named("p50"), 1_100_000, 3.1e6, 181.8, 150.000001, 213.5, judged(SHOWN, 0.001)),
                new Difference(P99, 2e6, 2.02e6, 1, -0.25, 2.25, judged(NOT_SHOWN, 0.25, 12)),
                new Difference(Metric.THROUGHPUT, 1.5e7, 0, -100, -100, -99.875, judged(SHOWN, 0)));
        return new Report(
                List.of(
                        new ReportRow(before, null),
                        new ReportRow(after, worse),
                        new ReportRow(closed, comparison(before, closed, false))),
                List.of("'a' and 'b' have \\ different settings", "\u2028"),
                42);
    }

    /** One of each finding. */
    static List<Regression> regressions(Report report) {
        GroupComparison comparison = report.comparisons().getFirst();
        return List.of(
                new Regression(comparison, Metric.named("p50"), Regression.Finding.WORSE, ""),
                new Regression(comparison, P99, Regression.Finding.KEPT, ""),
                new Regression(comparison, Metric.THROUGHPUT, Regression.Finding.OPEN, "\"nobody\" knows"));
    }

    /** One group and nothing else. */
    static Report reportOfOneGroup() {
        return new Report(List.of(new ReportRow(group("alone", run(1, 9, 1, true)), null)), List.of(), 1);
    }

    /** A baseline of two rounds, one beside it, one that failed, and one that has no other of its transport. */
    static Comparison comparison() {
        LoadResult first = run(1, 1_500, 2_000, false);
        LoadResult second = run(2, 300, 2_500, false);
        LoadResult slower = run(3, 5, 4_000, false);
        RunGroup from = group("selector tcp", first, second);
        RunGroup to = group("threads tcp", slower);
        Target baseline = Targets.tcp("selector");
        Target udp = Targets.target("s\u00e4umig", Transport.UDP, 5);
        return new Comparison(
                "parley compare 'e\tcho'",
                Instant.parse("2026-11-21T12:00:00.120Z"),
                2,
                "selector",
                List.of(
                        new TargetResult(baseline, List.of(first, second), List.of()),
                        new TargetResult(Targets.tcp("threads"), List.of(slower), List.of("round 2: it is \"gone\"")),
                        new TargetResult(Targets.tcp("none"), List.of(), List.of()),
                        new TargetResult(udp, List.of(run(4, 40, 1_000, true)), List.of())),
                "interrupted (SIGINT)",
                new Report(
                        List.of(
                                new ReportRow(from, null),
                                new ReportRow(
                                        to,
                                        comparison(
                                                from,
                                                to,
                                                false,
                                                new Difference(
                                                        Metric.THROUGHPUT,
                                                        900,
                                                        5,
                                                        -99.5,
                                                        -99.75,
                                                        -99.25,
                                                        Difference.Judgement.undecided(
                                                                "it \"takes\" 3 runs", OptionalInt.of(2))))),
                                new ReportRow(group("udp", run(4, 40, 1_000, true)), null)),
                        List.of(),
                        1));
    }

    /** It ended before anything took part. */
    static Comparison comparisonOfNothing() {
        return new Comparison(
                "parley compare echo",
                Instant.EPOCH,
                5,
                "",
                List.of(),
                "stopped",
                new Report(List.of(), List.of(), -1));
    }

    private static Difference.Judgement judged(Difference.Finding finding, double adjustedP, int... moreRuns) {
        return new Difference.Judgement(
                finding, OptionalDouble.of(adjustedP), Arrays.stream(moreRuns).findFirst(), "");
    }

    private static RunGroup group(String name, LoadResult... runs) {
        List<NamedResult> files = List.of(runs).stream()
                .map(run -> new NamedResult(run.startedAt() + ".json", run))
                .toList();
        return RunGroup.of(name, files);
    }

    private static GroupComparison comparison(
            RunGroup baseline, RunGroup other, boolean wholeRuns, Difference... differences) {
        return new GroupComparison(baseline, other, wholeRuns, List.of(differences));
    }

    /** Replies after one to so many times the step. */
    private static LoadResult run(long startSecond, int replies, long stepNanos, boolean closedLoop) {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int i = 1; i <= replies; i++) {
            latencies.record(i * stepNanos);
        }
        LoadResult.Measured measured = new MeasuredBuilder(latencies, latencies, SECOND)
                .closedLoop(closedLoop)
                .clients(10, 0)
                .counts(
                        Map.of(Outcome.REPLY, (long) replies, Outcome.WRONG, 1L),
                        Map.of(Counter.DUE, replies + 1L, Counter.SENT, replies + 1L))
                .build();
        return LoadResult.of(
                Runs.setting(1, 1000, 10), Runs.ENVIRONMENT, Instant.ofEpochSecond(startSecond), measured, List.of());
    }
}
