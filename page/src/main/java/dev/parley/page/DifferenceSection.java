package dev.parley.page;

import dev.parley.compare.Difference;
import dev.parley.compare.GroupComparison;
import dev.parley.compare.Metric;
import dev.parley.compare.Report;
import dev.parley.compare.ReportRow;
import dev.parley.compare.RunGroup;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;

/** How groups differ from their baselines, and how sure that is: each difference with its interval and its finding. */
final class DifferenceSection {
    private static final String TABLE = "differences";
    private static final List<ChartTable.Column> COLUMNS = List.of(
            new ChartTable.Column("metric", "metric"),
            new ChartTable.Column("baseline", "baseline"),
            new ChartTable.Column("value", "value"),
            new ChartTable.Column("percent", "difference"),
            new ChartTable.Column("low", "95 % from"),
            new ChartTable.Column("high", "to"),
            new ChartTable.Column("finding", "finding"),
            new ChartTable.Column("more", "more runs of each"));

    private DifferenceSection() {}

    /** @param results one for each row of the report, as they are called on this page */
    static void addTo(Markup page, List<NamedResult> results, Report report) {
        if (report.comparisons().isEmpty()) {
            page.element("p", "Nothing here was compared.", "class", "quiet");
            return;
        }
        new ChartPlace("Differences", TABLE, "percent low high", "percent", "differences", null)
                .addTo(page, caption(report));
        ChartTable table = ChartTable.begin(page, TABLE, "Differences from the baseline", COLUMNS);
        for (int i = 0; i < results.size(); i++) {
            GroupComparison comparison = report.rows().get(i).comparison();
            if (comparison != null) {
                table.result(
                        i, results.get(i).name() + " against " + baseline(comparison, results, report), COLUMNS.size());
                comparison.differences().forEach(difference -> row(table, difference));
                table.endResult();
            }
        }
        table.end();
    }

    private static String baseline(GroupComparison comparison, List<NamedResult> results, Report report) {
        List<RunGroup> groups = report.rows().stream().map(ReportRow::group).toList();
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).name().equals(comparison.baseline().name())) {
                return results.get(i).name();
            }
        }
        return comparison.baseline().name();
    }

    private static String caption(Report report) {
        boolean wholeRuns = report.comparisons().stream().allMatch(GroupComparison::wholeRuns);
        int decided = report.decided().size();
        return "In percent of the baseline; a bar is the 95 % interval. "
                + (decided == 0
                        ? "All are undecided. "
                        : "Full circles are shown to be differences, at 95 % over all " + decided
                                + " decided ones together; hollow ones are not, or undecided. ")
                + (wholeRuns
                        ? "Intervals from resampling whole runs."
                        : "Intervals from resampling requests within fewer than " + RunGroup.RUNS_NEEDED
                                + " runs: what differs from run to run is not in them.");
    }

    private static void row(ChartTable table, Difference difference) {
        table.row(difference.metric().text(), Metric.ALL.indexOf(difference.metric()));
        number(table, "baseline", difference.metric(), difference.baseline());
        number(table, "value", difference.metric(), difference.value());
        percent(table, "percent", difference.percent());
        percent(table, "low", difference.lowPercent());
        percent(table, "high", difference.highPercent());
        table.cell("finding", difference.finding().text(), finding(difference));
        String more = difference.judgement().moreRuns().stream()
                .mapToObj(String::valueOf)
                .findFirst()
                .orElse("");
        table.cell("more", more, more.isEmpty() ? "–" : more);
        table.endRow();
    }

    private static void number(ChartTable table, String key, Metric metric, double value) {
        table.cell(
                key,
                String.valueOf(value),
                metric.isTime() ? NumberText.timeInPage(Math.round(value)) : NumberText.rate(value));
    }

    private static void percent(ChartTable table, String key, double percent) {
        table.cell(key, String.valueOf(percent), NumberText.format("%+.1f %%", Math.rint(percent * 10) / 10 + 0.0));
    }

    private static String finding(Difference difference) {
        return switch (difference.finding()) {
            case SHOWN -> direction(difference);
            case NOT_SHOWN -> difference.intervalExcludesZero() ? "chance is not excluded" : "no difference shown";
            case UNDECIDED -> "undecided: " + difference.judgement().why();
        };
    }

    private static String direction(Difference difference) {
        boolean more = difference.percent() > 0;
        if (difference.metric().isTime()) {
            return more ? "slower" : "faster";
        }
        return more ? "more" : "less";
    }
}
