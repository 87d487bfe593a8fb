package dev.parley.cli.report;

import dev.parley.cli.shell.FoldedText;
import dev.parley.cli.shell.TextTable;
import dev.parley.compare.Difference;
import dev.parley.compare.GroupComparison;
import dev.parley.compare.Metric;
import dev.parley.compare.Report;
import dev.parley.compare.RunGroup;
import dev.parley.core.PrintableText;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for a person: a row for each group, then what differs from the first, and how sure that is. */
public final class ReportTable {
    private static final double MANY_PERCENT = 1000;
    private static final TextTable GROUPS = TextTable.of(
            TextTable.left("", 1),
            TextTable.right("runs", 4).after(2),
            TextTable.right("requests", 9),
            TextTable.right("errors", 7),
            TextTable.right("replies/s", 10),
            TextTable.left("clock", 8).after(2),
            TextTable.right("p50", 9),
            TextTable.right("p90", 9),
            TextTable.right("p99", 9),
            TextTable.right("p99.9", 9),
            TextTable.right("max", 9),
            TextTable.left("verdict", 0).after(2));
    /** Metric, difference, interval, words. */
    private static final TextTable DIFFERENCES = TextTable.of(
                    TextTable.left("", 10),
                    TextTable.right("", 11),
                    TextTable.left("", 32),
                    TextTable.left("", 0).after(2))
            .indentedBy(2);

    private final Report report;
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private ReportTable(Report report, int columns) {
        this.report = report;
        this.columns = columns;
    }

    /**
     * The whole report.
     *
     * @param columns of the terminal; 0 where there is none
     */
    public static String of(Report report, int columns) {
        ReportTable table = new ReportTable(report, columns);
        table.settings();
        table.groups();
        report.groups().forEach(table::reasons);
        report.comparisons().forEach(table::comparison);
        table.level();
        return FoldedText.of(table.text.toString().stripTrailing(), columns);
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** One line where all are alike. */
    private void settings() {
        List<String> settings = report.groups().stream()
                .map(group -> PrintableText.of(group.merged().setting().describe()))
                .toList();
        if (settings.stream().distinct().count() == 1) {
            line(String.format(Locale.ROOT, "%s", settings.getFirst()));
        } else {
            for (int i = 0; i < settings.size(); i++) {
                line(String.format(Locale.ROOT, "%s = %s", name(report.groups().get(i)), settings.get(i)));
            }
        }
        line("");
    }

    private static String name(RunGroup group) {
        return PrintableText.of(group.name());
    }

    private void groups() {
        GROUPS.lines(report.groups().stream().map(ReportTable::cells).toList(), columns)
                .forEach(this::line);
    }

    private static List<String> cells(RunGroup group) {
        LoadResult.Measured measured = group.merged().measured();
        LatencyHistogram latencies = group.latencies();
        return List.of(
                name(group),
                Integer.toString(group.runs().size()),
                Long.toString(measured.response().count()),
                Long.toString(measured.errors()),
                NumberText.format("%.1f", measured.repliesPerSecond()),
                measured.closedLoop() ? "service" : "response",
                NumberText.time(latencies.percentileNanos(50)),
                NumberText.time(latencies.percentileNanos(90)),
                NumberText.time(latencies.percentileNanos(99)),
                NumberText.time(latencies.percentileNanos(99.9)),
                NumberText.time(latencies.longestNanos()),
                group.merged().verdict().text());
    }

    private void reasons(RunGroup group) {
        if (!group.merged().verdict().trustworthy()) {
            line("");
            line(name(group) + " is " + group.merged().verdict().text() + ":");
            group.merged()
                    .verdict()
                    .reasons()
                    .forEach(reason -> line(String.format(Locale.ROOT, "  - %s", PrintableText.of(reason.text()))));
            return;
        }
        List<NamedResult> doubtful = group.runs().stream()
                .filter(run -> !run.result().verdict().trustworthy())
                .toList();
        if (!doubtful.isEmpty()) {
            line("");
            line(String.format(
                    Locale.ROOT, "%s is valid as a whole; these of its runs are not by themselves:", name(group)));
            doubtful.forEach(run -> line(String.format(
                    Locale.ROOT,
                    "  - %s: %s",
                    PrintableText.of(run.name()),
                    PrintableText.of(run.result().verdict().reasons().getFirst().text()))));
        }
    }

    private void comparison(GroupComparison comparison) {
        line("");
        line(String.format(Locale.ROOT, "%s against %s:", name(comparison.other()), name(comparison.baseline())));
        DIFFERENCES
                .lines(comparison.differences().stream()
                        .map(difference -> cells(difference, comparison.wholeRuns()))
                        .toList())
                .forEach(this::line);
        String missing = Metric.ALL.stream()
                .filter(metric -> comparison.of(metric).isEmpty())
                .map(Metric::text)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            line(String.format(Locale.ROOT, "  not reported: %s; too few samples", missing));
        }
        if (comparison.wholeRuns()) {
            line(String.format(
                    Locale.ROOT,
                    "  Intervals from resampling whole runs, %d and %d: what differs from run to run is in them.",
                    comparison.baseline().runs().size(),
                    comparison.other().runs().size()));
        } else {
            line(String.format(
                    Locale.ROOT,
                    "  Intervals from resampling requests within %d and %d runs: what differs from run to run is NOT in them.",
                    comparison.baseline().runs().size(),
                    comparison.other().runs().size()));
            line(String.format(Locale.ROOT, "  It takes %d or more runs of each to decide.", RunGroup.RUNS_NEEDED));
        }
    }

    private void level() {
        int decided = report.decided().size();
        if (decided > 0) {
            line("");
            line(
                    "Each interval holds the true difference in 95 of 100 cases. A difference is shown where it would be chance in at");
            line(String.format(
                    Locale.ROOT,
                    "most 5 of 100 tables of equal groups (%d differences, Holm's correction after Hommel).",
                    decided));
        }
    }

    private static List<String> cells(Difference difference, boolean wholeRuns) {
        return List.of(
                difference.metric().text(),
                percent(difference.percent()) + " %",
                "(95 %: " + percent(difference.lowPercent()) + " to " + percent(difference.highPercent()) + " %)",
                words(difference, wholeRuns));
    }

    private static String words(Difference difference, boolean wholeRuns) {
        return switch (difference.finding()) {
            case SHOWN -> direction(difference);
            case NOT_SHOWN ->
                (difference.intervalExcludesZero() ? "chance is not excluded" : "no difference shown")
                        + difference.judgement().moreRuns().stream()
                                .mapToObj(more -> "; " + moreRuns(more) + " of each would settle it")
                                .collect(Collectors.joining());
            case UNDECIDED ->
                wholeRuns
                        ? "undecided: "
                                + PrintableText.of(difference.judgement().why())
                        : "undecided";
        };
    }

    private static String moreRuns(int more) {
        return more == 1 ? "1 more run" : (more < Difference.MOST_RUNS ? "about " : "more than ") + more + " more runs";
    }

    private static String direction(Difference difference) {
        boolean more = difference.percent() > 0;
        if (difference.metric().isTime()) {
            return more ? "slower" : "faster";
        }
        return more ? "more" : "less";
    }

    /** With a sign, and never minus zero. */
    private static String percent(double percent) {
        return Math.abs(percent) >= MANY_PERCENT
                ? String.format(Locale.ROOT, "%+.0f", percent)
                : String.format(Locale.ROOT, "%+.1f", Math.rint(percent * 10) / 10 + 0.0);
    }
}
