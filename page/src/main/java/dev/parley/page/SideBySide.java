package dev.parley.page;

import dev.parley.compare.GroupComparison;
import dev.parley.compare.Report;
import dev.parley.compare.ReportRow;
import dev.parley.compare.RunGroup;
import dev.parley.result.NamedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several results below each other, with the ratios that the report found and how sure they are. */
final class SideBySide {
    private SideBySide() {}

    /** @param results one for each row of the report, as they are called on this page */
    static void addTo(Markup page, List<NamedResult> results, Report report) {
        page.open("section").element("h2", "Side by side");
        page.element("p", legend(results, report), "class", "quiet");
        for (ComparisonChart.Of of : ComparisonChart.Of.values()) {
            ComparisonChart chart = new ComparisonChart(of, results, report);
            page.open("figure").element("h3", chart.title());
            chart.addTo(page);
            page.closeLine();
        }
        page.closeLine();
    }

    private static String legend(List<NamedResult> results, Report report) {
        List<GroupComparison> comparisons = report.comparisons();
        if (comparisons.isEmpty()) {
            return "Nothing here was compared.";
        }
        boolean wholeRuns = comparisons.stream().allMatch(GroupComparison::wholeRuns);
        return "× is the ratio to " + baselines(results, report)
                + "; ~ marks one that is not shown to be a difference (95 % over all differences of this page together), ? one that is"
                + " undecided. "
                + (wholeRuns
                        ? "Intervals from resampling whole runs."
                        : "Intervals from resampling requests within fewer than " + RunGroup.RUNS_NEEDED
                                + " runs: what differs from run to run is not in them.");
    }

    /** One name, or several where not all rows are comparable. */
    private static String baselines(List<NamedResult> results, Report report) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            RunGroup group = report.rows().get(i).group();
            if (report.rows().stream()
                    .map(ReportRow::comparison)
                    .anyMatch(c -> c != null && c.baseline().equals(group))) {
                names.add(results.get(i).name());
            }
        }
        return names.stream().distinct().collect(Collectors.joining(" or "));
    }
}
