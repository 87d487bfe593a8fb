package dev.parley.cli.load;

import dev.parley.cli.shell.TextTable;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import dev.parley.result.StepTimes;
import java.util.ArrayList;
import java.util.List;

/** The steps of each request of a load for a person: a row for each clock of each step. */
final class StepTable {
    private static final TextTable STEPS = TextTable.of(
            TextTable.left("step", 8),
            TextTable.left("", 8).after(1),
            TextTable.right("count", 9),
            TextTable.right("p50", 9),
            TextTable.right("p90", 9),
            TextTable.right("p99", 9),
            TextTable.right("p99.9", 9),
            TextTable.right("max", 9),
            TextTable.left("errors", 0).after(2));
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private StepTable() {}

    /** Lines without their ends; none where a request is one message. A closed loop has service times alone. */
    static List<String> lines(LoadResult result, int columns) {
        List<List<String>> rows = new ArrayList<>();
        for (StepTimes step : result.measured().steps()) {
            String errors = step.errorCount() == 0 ? "0" : step.errorText();
            if (!result.measured().closedLoop()) {
                rows.add(row(step.name(), "response", step.response(), errors));
                rows.add(row("", "service", step.service(), ""));
            } else {
                rows.add(row(step.name(), "service", step.service(), errors));
            }
        }
        return rows.isEmpty() ? List.of() : STEPS.lines(rows, columns);
    }

    private static List<String> row(String name, String clock, LatencyHistogram times, String errors) {
        List<String> row = new ArrayList<>(List.of(name, clock, NumberText.count(times.count())));
        for (double percentile : PERCENTILES) {
            row.add(NumberText.time(times.percentileNanos(percentile)));
        }
        row.add(NumberText.time(times.longestNanos()));
        row.add(errors);
        return row;
    }
}
