package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Groups of runs side by side, each compared with its baseline. Texts, documents and pages all show the same.
 *
 * @param rows in the order they are to be shown
 * @param warnings what makes merging or comparing doubtful, for display
 * @param seed of the resampling
 */
public record Report(List<ReportRow> rows, List<String> warnings, long seed) {
    public Report {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
    }

    /** Each further group against the first; some tens of milliseconds a group. */
    public static Report of(Grouping grouping, long seed) {
        List<RunGroup> groups = grouping.groups();
        List<ReportRow> rows = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        groups.forEach(group -> withinGroup(group, warnings));
        RunGroup baseline = groups.getFirst();
        rows.add(new ReportRow(baseline, null));
        List<GroupComparison.Pair> pairs = groups.stream()
                .skip(1)
                .map(group -> new GroupComparison.Pair(baseline, group))
                .toList();
        for (GroupComparison comparison : GroupComparison.table(pairs, seed)) {
            betweenGroups(comparison, grouping.bySetting(), warnings);
            rows.add(new ReportRow(comparison.other(), comparison));
        }
        return new Report(rows, warnings, seed);
    }

    /** In the order they are to be shown. */
    public List<RunGroup> groups() {
        return rows.stream().map(ReportRow::group).toList();
    }

    /** Of each group that has a baseline, in the same order. */
    public List<GroupComparison> comparisons() {
        return rows.stream().flatMap(row -> Stream.ofNullable(row.comparison())).toList();
    }

    /** All of the table that the level is kept over. */
    public List<Difference> decided() {
        return comparisons().stream()
                .flatMap(comparison -> comparison.differences().stream())
                .filter(difference -> difference.finding() != Difference.Finding.UNDECIDED)
                .toList();
    }

    private static void withinGroup(RunGroup group, List<String> warnings) {
        for (NamedResult file : group.repeated()) {
            warnings.add("'" + file.name() + "' holds a run that another file of '" + group.name()
                    + "' has already; it counts once");
        }
        LoadResult first = group.runs().getFirst().result();
        Set<String> unlike = new TreeSet<>();
        group.runs()
                .forEach(run -> Contrast.ofEnvironments(first, run.result())
                        .forEach(contrast -> unlike.add(contrast.toString())));
        if (!unlike.isEmpty()) {
            warnings.add("the runs of '" + group.name() + "' were made in different environments: "
                    + String.join(", ", unlike));
        }
    }

    private static void betweenGroups(GroupComparison comparison, boolean bySetting, List<String> warnings) {
        RunGroup baseline = comparison.baseline();
        RunGroup other = comparison.other();
        String names = "'" + baseline.name() + "' and '" + other.name() + "'";
        List<Contrast> settings = bySetting
                ? List.of()
                : Contrast.ofSettings(baseline.merged(), other.merged()).stream()
                        .filter(contrast -> contrast.field() != ComparedField.SERVER_NOTE)
                        .toList();
        if (!settings.isEmpty()) {
            warnings.add(names + " have different settings: " + text(settings));
        }
        List<Contrast> environments = Contrast.ofEnvironments(baseline.merged(), other.merged());
        if (!environments.isEmpty()) {
            warnings.add(names + " were measured in different environments: " + text(environments));
        }
        if (baseline.merged().measured().closedLoop()
                != other.merged().measured().closedLoop()) {
            warnings.add(names + " were measured on different clocks: only one of them is a closed loop");
        }
    }

    private static String text(List<Contrast> contrasts) {
        return contrasts.stream().map(Contrast::toString).collect(Collectors.joining(", "));
    }

    /** Looks for regressions in each further group. */
    public List<Regression> regressions(List<Metric> metrics, double limitPercent) {
        return comparisons().stream()
                .flatMap(comparison -> metrics.stream().map(metric -> Regression.of(comparison, metric, limitPercent)))
                .toList();
    }
}
