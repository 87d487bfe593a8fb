package dev.parley.cli.load;

import dev.parley.cli.shell.TextTable;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import java.util.List;

/** The stages of a load for a person, a row each. */
final class StageTable {
    private static final TextTable STAGES = TextTable.of(
            TextTable.left("stage", 0),
            TextTable.right("sent", 10).after(2),
            TextTable.right("replies", 10),
            TextTable.right("p50", 10),
            TextTable.right("p99", 10),
            TextTable.right("errors", 7),
            TextTable.left("verdict", 0).after(2));
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private StageTable() {}

    /** Lines without their ends; none where there are no stages. */
    static List<String> lines(LoadResult result, int columns) {
        return result.stages().isEmpty()
                ? List.of()
                : STAGES.lines(result.stages().stream().map(StageTable::row).toList(), columns);
    }

    private static List<String> row(LoadResult stage) {
        LoadResult.Measured measured = stage.measured();
        LatencyHistogram times = measured.latencies();
        return List.of(
                stage.setting().scheduleAndLength(),
                NumberText.rate(measured.sentPerSecond()),
                NumberText.rate(measured.repliesPerSecond()),
                NumberText.time(times.percentileNanos(MEDIAN)),
                NumberText.time(times.percentileNanos(HIGH)),
                NumberText.count(measured.errors()),
                stage.verdict().text());
    }
}
