package dev.parley.cli.load;

import dev.parley.cli.shell.TextTable;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;

/** Several load generators of one load for a person, a row each. */
final class GeneratorTable {
    private static final TextTable GENERATORS = TextTable.of(
            TextTable.left("load generator", 0),
            TextTable.right("clients", 8).after(2),
            TextTable.right("sent", 10),
            TextTable.right("replies", 10),
            TextTable.right("p50", 10),
            TextTable.right("p99", 10),
            TextTable.right("errors", 7),
            TextTable.left("verdict", 0).after(2));
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private GeneratorTable() {}

    /** Lines without their ends; none where one was alone. */
    static List<String> lines(LoadResult result, int columns) {
        return result.generators().isEmpty()
                ? List.of()
                : GENERATORS.lines(
                        result.generators().stream().map(GeneratorTable::row).toList(), columns);
    }

    private static List<String> row(NamedResult generator) {
        LoadResult.Measured measured = generator.result().measured();
        LatencyHistogram times = measured.latencies();
        return List.of(
                generator.name(),
                NumberText.count(measured.clients()),
                NumberText.rate(measured.sentPerSecond()),
                NumberText.rate(measured.repliesPerSecond()),
                NumberText.time(times.percentileNanos(MEDIAN)),
                NumberText.time(times.percentileNanos(HIGH)),
                NumberText.count(measured.errors()),
                generator.result().verdict().text());
    }
}
