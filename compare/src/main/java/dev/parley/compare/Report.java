package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Groups of runs side by side, each compared with the first.
 *
 * @param groups one or more, the baseline first
 * @param comparisons of each further group with the baseline
 * @param warnings what makes merging or comparing doubtful, for people
 * @param seed of the resampling
 */
public record Report(List<RunGroup> groups, List<GroupComparison> comparisons, List<String> warnings, long seed) {
    public Report {
        groups = List.copyOf(groups);
        comparisons = List.copyOf(comparisons);
        warnings = List.copyOf(warnings);
    }

    /** Compares; some tens of milliseconds a group. */
    public static Report of(Grouping grouping, long seed) {
        List<RunGroup> groups = grouping.groups();
        List<GroupComparison> comparisons = groups.stream()
                .skip(1)
                .map(group -> GroupComparison.of(groups.getFirst(), group, seed))
                .toList();
        List<String> warnings = new ArrayList<>();
        groups.forEach(group -> withinGroup(group, warnings));
        comparisons.forEach(comparison -> betweenGroups(comparison, grouping.bySetting(), warnings));
        return new Report(groups, comparisons, warnings, seed);
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
            warnings.add(names + " are told by different clocks: only one of them is a closed loop");
        }
    }

    private static String text(List<Contrast> contrasts) {
        return contrasts.stream().map(Contrast::toString).collect(Collectors.joining(", "));
    }

    /** Looks for regressions in each further group. */
    public List<Regression> regressions(List<Metric> metrics, double limitPercent) {
        return comparisons.stream()
                .flatMap(comparison -> metrics.stream().map(metric -> Regression.of(comparison, metric, limitPercent)))
                .toList();
    }
}
