package dev.parley.cli.load;

import dev.parley.cli.shell.TextTable;
import dev.parley.result.Bandwidths;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import java.util.ArrayList;
import java.util.List;

/** Loads of different bandwidths for a person, a row each: how much went through, what was lost, and what it did to latency. */
final class BandwidthTable {
    private static final TextTable STEPS = TextTable.of(
            TextTable.right("asked", 13),
            TextTable.right("sent", 13),
            TextTable.right("received", 13),
            TextTable.right("lost", 9),
            TextTable.right("p50", 11),
            TextTable.right("p99", 11),
            TextTable.left("believed", 8).after(2));
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;
    private static final double WHOLE = 100;

    private BandwidthTable() {}

    /**
     * Several lines.
     *
     * @param columns of the terminal; 0 where there is none
     */
    static String of(List<Double> asked, List<LoadResult> results, int columns) {
        LoadResult first = results.getFirst();
        StringBuilder text = new StringBuilder(first.setting().endpoint())
                .append(": ")
                .append(NumberText.count(first.setting().clients(), "client"))
                .append(", ")
                .append(first.setting().messages())
                .append("\n\n");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            rows.add(row(asked.get(i), results.get(i)));
        }
        STEPS.lines(rows, columns).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static List<String> row(double asked, LoadResult result) {
        LoadResult.Measured measured = result.measured();
        LatencyHistogram times = measured.latencies();
        return List.of(
                Bandwidths.bits(asked),
                Bandwidths.bits(measured.bytesSentPerSecond()),
                Bandwidths.bits(measured.bytesReceivedPerSecond()),
                NumberText.format("%.2f %%", WHOLE * measured.unanswered() / Math.max(1, times.count())),
                NumberText.time(times.percentileNanos(MEDIAN)),
                NumberText.time(times.percentileNanos(HIGH)),
                result.verdict().trustworthy() ? "all" : result.verdict().trustworthyUpToText());
    }
}
