package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same load on several targets, side by side: a run for each round, a group of runs for each target, and the differences
 * between the groups, found as {@link Report} finds those of any runs.
 *
 * @param command the words that started it
 * @param startedAt wall clock, for display
 * @param rounds requested
 * @param baseline the name ratios are to; see {@link #baselineOf}
 * @param targets in the order they are to be shown
 * @param endedEarly why, or an empty text
 * @param report of the targets that have runs, each against its baseline
 */
public record Comparison(
        String command,
        Instant startedAt,
        int rounds,
        String baseline,
        List<TargetResult> targets,
        String endedEarly,
        Report report) {
    /** Of the resampling: the same runs give the same intervals. */
    private static final long SEED = 1;

    public Comparison {
        targets = List.copyOf(targets);
    }

    /** Compares; some tens of milliseconds a target. */
    public static Comparison of(
            String command,
            Instant startedAt,
            int rounds,
            String baseline,
            List<TargetResult> targets,
            String endedEarly) {
        return new Comparison(command, startedAt, rounds, baseline, targets, endedEarly, report(targets, baseline));
    }

    private static Report report(List<TargetResult> targets, String baseline) {
        boolean oneTransport = targets.stream()
                        .map(result -> result.target().transport())
                        .distinct()
                        .count()
                == 1;
        Map<TargetResult, RunGroup> groups = new LinkedHashMap<>();
        for (TargetResult result : targets) {
            if (!result.runs().isEmpty()) {
                groups.put(result, group(result, oneTransport));
            }
        }
        List<GroupComparison.Pair> pairs = new ArrayList<>();
        groups.forEach((result, group) -> {
            TargetResult base = baselineOf(result, targets, baseline);
            RunGroup from = groups.get(base);
            if (from != null && !base.equals(result)) {
                pairs.add(new GroupComparison.Pair(from, group));
            }
        });
        IdentityHashMap<RunGroup, GroupComparison> comparisons = new IdentityHashMap<>();
        GroupComparison.table(pairs, SEED).forEach(comparison -> comparisons.put(comparison.other(), comparison));
        List<ReportRow> rows = groups.values().stream()
                .map(group -> new ReportRow(group, comparisons.get(group)))
                .toList();
        return new Report(rows, List.of(), SEED);
    }

    private static RunGroup group(TargetResult result, boolean oneTransport) {
        String name = result.target().shortLabel(oneTransport);
        List<NamedResult> runs = new ArrayList<>();
        for (LoadResult run : result.runs()) {
            runs.add(new NamedResult(name + ", run " + (runs.size() + 1), run));
        }
        return RunGroup.of(name, runs);
    }

    private static TargetResult baselineOf(TargetResult result, List<TargetResult> among, String baseline) {
        List<TargetResult> part = among.stream()
                .filter(other -> other.target().comparableTo(result.target()))
                .toList();
        return part.stream()
                .filter(other -> other.target().name().equals(baseline))
                .findFirst()
                .orElse(part.getFirst());
    }

    /** Targets that differ only in the server, together; in the order of their first ones. */
    public List<List<TargetResult>> parts() {
        List<List<TargetResult>> parts = new ArrayList<>();
        for (TargetResult result : targets) {
            parts.stream()
                    .filter(part -> part.getFirst().target().comparableTo(result.target()))
                    .findFirst()
                    .orElseGet(() -> {
                        parts.add(new ArrayList<>());
                        return parts.getLast();
                    })
                    .add(result);
        }
        return parts;
    }

    /** What a target's ratios are to: the baseline among those it is comparable to, or the first of them where it is not there. */
    public TargetResult baselineOf(TargetResult result) {
        return baselineOf(result, targets, baseline);
    }

    /** How a target differs from its baseline; empty for a baseline, and where one of the two has no run. */
    public Optional<GroupComparison> differenceOf(TargetResult result) {
        if (result.runs().isEmpty()) {
            return Optional.empty();
        }
        long row = targets.stream()
                .takeWhile(other -> !other.equals(result))
                .filter(other -> !other.runs().isEmpty())
                .count();
        return Optional.ofNullable(report.rows().get((int) row).comparison());
    }
}
