package dev.parley.cli.compare;

import dev.parley.cli.shell.TextTable;
import dev.parley.compare.Comparison;
import dev.parley.compare.Figure;
import dev.parley.compare.Rounds;
import dev.parley.load.LoadSpec;
import dev.parley.load.Schedule;
import dev.parley.result.Durations;
import dev.parley.result.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A comparison for a person: a row a server, at most 100 columns, and below it how to read it and what to doubt. */
final class CompareTable {
    private static final int MOST_COLUMNS = 100;
    private static final double HUNDRED = 100;

    private final Comparison comparison;
    private final int nameColumns;
    private final StringBuilder text = new StringBuilder();

    private CompareTable(Comparison comparison) {
        this.comparison = comparison;
        this.nameColumns = comparison.rows().stream()
                .map(Rounds::contender)
                .mapToInt(c -> Math.max(c.name().length(), Entrant.part(c).length()))
                .max()
                .orElse(0);
    }

    static String of(Comparison comparison, LoadSpec spec) {
        return new CompareTable(comparison).write(spec);
    }

    private static String title(List<Rounds> part) {
        return Entrant.part(part.getFirst().contender());
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
        Schedule schedule = spec.schedule();
        line(spec.endpoint().service() + ": " + (schedule == null ? "closed loop" : schedule.describe()) + ", "
                + spec.clients() + " clients, depth " + spec.depth() + ", " + spec.sizes() + " bytes");
        line(NumberText.count(comparison.rounds(), "round") + " of "
                + (spec.count() > 0 ? spec.count() + " requests" : Durations.text(spec.duration()))
                + (spec.warmUp().isZero() ? "" : " after a warm-up of " + Durations.text(spec.warmUp()))
                + "; p50 and p99 are "
                + (schedule == null
                        ? "service times, from when a request was sent"
                        : "response times, from when it was due"));
        if (!comparison.endedEarly().isEmpty()) {
            long trials = comparison.rows().stream()
                    .mapToLong(row -> row.results().size())
                    .sum();
            line("ended early: " + comparison.endedEarly() + "; " + trials + " of "
                    + comparison.rows().size() * comparison.rounds() + " trials completed");
        }
    }

    private void part(List<Rounds> part) {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.left("  " + title(part), nameColumns + 2));
        for (String metric : List.of("replies/s", "p50", "p99")) {
            columns.add(TextTable.right(metric, 9));
            columns.add(TextTable.right("±", 6));
            columns.add(TextTable.right("ratio", 6));
        }
        columns.add(TextTable.right("errors", 6).after(2));
        text.append('\n');
        new TextTable(0, columns).lines(part.stream().map(this::cells).toList()).forEach(this::line);
    }

    private List<String> cells(Rounds row) {
        Rounds base = comparison.baselineOf(row);
        boolean isBase = row.equals(base);
        List<String> cells = new ArrayList<>();
        cells.add((row.reasons().isEmpty() ? "  " : "! ") + row.contender().name());
        Figure throughput = row.throughput();
        OptionalDouble replies = throughput.value();
        cells.add(replies.isPresent() ? NumberText.format("%.1f", replies.getAsDouble()) : "-");
        cells.add(spread(throughput));
        cells.add(ratio(throughput, base.throughput(), isBase));
        for (double percent : new double[] {50, 99}) {
            Figure figure = row.percentile(percent);
            cells.add(time(figure));
            cells.add(spread(figure));
            cells.add(ratio(figure, base.percentile(percent), isBase));
        }
        cells.add(Long.toString(row.errors()));
        return cells;
    }

    static String time(Figure nanos) {
        OptionalDouble value = nanos.value();
        return value.isPresent() ? NumberText.time(Math.round(value.getAsDouble())) : "-";
    }

    private static String spread(Figure figure) {
        OptionalDouble spread = figure.spread();
        if (spread.isEmpty()) {
            return "-";
        }
        double percent = HUNDRED * spread.getAsDouble();
        return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    private static String ratio(Figure figure, Figure base, boolean isBase) {
        if (isBase && figure.value().isPresent()) {
            return "1";
        }
        OptionalDouble ratio = figure.ratioTo(base);
        if (ratio.isEmpty()) {
            return "-";
        }
        double times = ratio.getAsDouble();
        String number = String.format(
                Locale.ROOT, times < 0.1 ? "%.3f" : times < 10 ? "%.2f" : times < HUNDRED ? "%.1f" : "%.0f", times);
        return figure.withinNoiseOf(base) ? "~" + number : number;
    }

    private void legend() {
        text.append('\n');
        line("ratio: to " + comparison.baseline() + " over the same transport, with the same think time" + elsewhere()
                + ".");
        line("~ within the noise: the ranges of the rounds overlap, or there are too few rounds.");
        line("± half the range between the lowest and the highest round.");
    }

    /** Said only where it happens: a running server may be the only one on its transport. */
    private String elsewhere() {
        boolean everywhere = comparison.rows().stream()
                .allMatch(row -> comparison.baselineOf(row).contender().name().equals(comparison.baseline()));
        return everywhere ? "" : "; without one, to the first row there";
    }

    private void doubts() {
        List<Rounds> doubtful = comparison.rows().stream()
                .filter(row -> !row.reasons().isEmpty())
                .toList();
        if (!doubtful.isEmpty()) {
            line("! NOT TRUSTWORTHY:");
        }
        for (Rounds row : doubtful) {
            line("  " + row.contender().name() + " " + Entrant.part(row.contender()));
            row.reasons().forEach(reason -> wrapped("    - ", reason.text()));
        }
    }

    private void wrapped(String bullet, String words) {
        StringBuilder line = new StringBuilder(bullet);
        for (String word : words.split(" ", -1)) {
            if (line.length() > bullet.length() && line.length() + word.length() > MOST_COLUMNS) {
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
        comparison.rows().forEach(row -> line("  " + row.server()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
