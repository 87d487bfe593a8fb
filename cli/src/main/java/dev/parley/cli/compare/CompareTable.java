package dev.parley.cli.compare;

import dev.parley.cli.shell.FoldedText;
import dev.parley.cli.shell.TextTable;
import dev.parley.compare.Comparison;
import dev.parley.compare.Difference;
import dev.parley.compare.GroupComparison;
import dev.parley.compare.Metric;
import dev.parley.compare.RunGroup;
import dev.parley.compare.TargetResult;
import dev.parley.load.LoadSpec;
import dev.parley.result.Durations;
import dev.parley.result.NumberText;
import dev.parley.result.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A comparison for a person: a row a server, at most 100 columns or those of the terminal, and below it how to read it and what to doubt. */
final class CompareTable {
    private static final int MOST_COLUMNS = 100;
    private static final double HUNDRED = 100;
    private static final List<Metric> METRICS = List.of(Metric.THROUGHPUT, CompareProgress.P50, CompareProgress.P99);

    private final Comparison comparison;
    private final int nameColumns;
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private CompareTable(Comparison comparison, int columns) {
        this.comparison = comparison;
        this.columns = columns;
        this.nameColumns = comparison.targets().stream()
                .map(TargetResult::target)
                .mapToInt(target ->
                        Math.max(target.name().length(), target.conditions().length()))
                .max()
                .orElse(0);
    }

    /** @param columns of the terminal; 0 where there is none */
    static String of(Comparison comparison, LoadSpec spec, int columns) {
        return FoldedText.of(new CompareTable(comparison, columns).write(spec), columns);
    }

    private static String title(List<TargetResult> part) {
        return part.getFirst().target().conditions();
    }

    private String write(LoadSpec spec) {
        load(spec);
        comparison.parts().forEach(this::part);
        legend();
        doubts();
        servers();
        return text.toString().stripTrailing();
    }

    private void load(LoadSpec spec) {
        Setting setting = spec.setting();
        String security =
                spec.endpoint().isSecured() ? "+" + spec.endpoint().security().text() : "";
        line(spec.endpoint().service() + security + ": " + setting.schedule() + ", " + setting.clients()
                + " clients, depth " + setting.depth() + ", " + setting.messages());
        line(NumberText.count(comparison.rounds(), "round") + " of "
                + (spec.count() > 0 ? spec.count() + " requests" : Durations.text(spec.duration()))
                + (spec.warmUp().isZero() ? "" : " after a warm-up of " + Durations.text(spec.warmUp()))
                + "; p50 and p99 are "
                + (setting.closedLoop()
                        ? "service times, from when a request was sent"
                        : "response times, from when it was due"));
        if (!comparison.endedEarly().isEmpty()) {
            long trials = comparison.targets().stream()
                    .mapToLong(row -> row.runs().size())
                    .sum();
            line("ended early: " + comparison.endedEarly() + "; " + trials + " of "
                    + comparison.targets().size() * comparison.rounds() + " trials completed");
        }
    }

    private void part(List<TargetResult> part) {
        List<TextTable.Column> cells = new ArrayList<>();
        cells.add(TextTable.left("  " + title(part), nameColumns + 2));
        for (String metric : List.of("replies/s", "p50", "p99")) {
            cells.add(TextTable.right(metric, 9));
            cells.add(TextTable.right("ratio", 6).beside());
            cells.add(TextTable.right("±", 6).beside());
        }
        cells.add(TextTable.right("errors", 6).after(2));
        text.append('\n');
        new TextTable(0, cells)
                .lines(part.stream().map(this::cells).toList(), columns)
                .forEach(this::line);
    }

    private List<String> cells(TargetResult row) {
        boolean isBase = row.equals(comparison.baselineOf(row));
        List<String> cells = new ArrayList<>();
        cells.add((row.reasons().isEmpty() ? "  " : "! ") + row.target().name());
        for (Metric metric : METRICS) {
            OptionalDouble value = row.value(metric);
            Optional<Difference> difference = comparison.differenceOf(row).flatMap(other -> other.of(metric));
            cells.add(metric.isTime() ? time(value) : rate(value));
            cells.add(
                    isBase && value.isPresent()
                            ? "1"
                            : difference.map(CompareTable::ratio).orElse("-"));
            cells.add(difference.map(CompareTable::halfWidth).orElse("-"));
        }
        cells.add(Long.toString(row.errors()));
        return cells;
    }

    private static String rate(OptionalDouble perSecond) {
        return perSecond.isPresent() ? NumberText.format("%.1f", perSecond.getAsDouble()) : "-";
    }

    static String time(OptionalDouble nanos) {
        return nanos.isPresent() ? NumberText.time(Math.round(nanos.getAsDouble())) : "-";
    }

    private static String halfWidth(Difference difference) {
        double percent = difference.halfWidthPercent();
        return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    private static String ratio(Difference difference) {
        double times = difference.ratio();
        String number = String.format(
                Locale.ROOT, times < 0.1 ? "%.3f" : times < 10 ? "%.2f" : times < HUNDRED ? "%.1f" : "%.0f", times);
        return switch (difference.finding()) {
            case SHOWN -> number;
            case NOT_SHOWN -> "~" + number;
            case UNDECIDED -> "?" + number;
        };
    }

    private void legend() {
        text.append('\n');
        line("ratio: to " + comparison.baseline() + " over the same transport, with the same think time" + elsewhere()
                + ".");
        List<Difference> differences = comparison.report().comparisons().stream()
                .flatMap(other -> METRICS.stream().flatMap(metric -> other.of(metric).stream()))
                .toList();
        if (differences.stream().anyMatch(difference -> difference.finding() == Difference.Finding.NOT_SHOWN)) {
            line("~ no difference shown, at 95 % over all "
                    + comparison.report().decided().size() + " differences of this comparison together"
                    + moreRounds(differences) + ".");
        }
        differences.stream()
                .filter(difference -> difference.finding() == Difference.Finding.UNDECIDED)
                .map(difference -> difference.judgement().why())
                .distinct()
                .forEach(why -> line("? undecided: " + why + "."));
        if (wholeRuns()) {
            line("± half of the 95 % interval, in percent of the baseline; found by resampling whole rounds.");
        } else {
            line("± half of the 95 % interval, in percent of the baseline; found by resampling requests: with fewer");
            line("  than " + RunGroup.RUNS_NEEDED + " rounds, what differs from round to round is NOT in it.");
        }
    }

    /** Enough for each of them. */
    private static String moreRounds(List<Difference> differences) {
        int more = differences.stream()
                .flatMapToInt(difference -> difference.judgement().moreRuns().stream())
                .max()
                .orElse(0);
        return more == 0
                ? ""
                : ";\n  " + (more < Difference.MOST_RUNS ? "about " : "more than ")
                        + NumberText.count(more, "more round") + " would settle all of them";
    }

    private boolean wholeRuns() {
        return comparison.report().comparisons().stream().allMatch(GroupComparison::wholeRuns);
    }

    /** Shown only where it happens: a running server may be the only one on its transport. */
    private String elsewhere() {
        boolean everywhere = comparison.targets().stream()
                .allMatch(row -> comparison.baselineOf(row).target().name().equals(comparison.baseline()));
        return everywhere ? "" : "; without one, to the first row there";
    }

    private void doubts() {
        List<TargetResult> doubtful = comparison.targets().stream()
                .filter(row -> !row.reasons().isEmpty())
                .toList();
        if (!doubtful.isEmpty()) {
            line("! not valid in full:");
        }
        for (TargetResult row : doubtful) {
            line("  " + row.target().label());
            row.reasons().forEach(reason -> wrapped("    - ", reason.text()));
        }
    }

    private void wrapped(String bullet, String words) {
        StringBuilder line = new StringBuilder(bullet);
        int most = columns > 0 ? Math.min(columns, MOST_COLUMNS) : MOST_COLUMNS;
        for (String word : words.split(" ", -1)) {
            if (line.length() > bullet.length() && line.length() + word.length() > most) {
                line(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(bullet.length()));
            }
            line.append(word).append(' ');
        }
        line(line.toString().stripTrailing());
    }

    private void servers() {
        text.append('\n');
        line(comparison.command());
        comparison.targets().forEach(row -> line("  " + row.target().about()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
