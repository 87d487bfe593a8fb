package dev.parley.page;

import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Response times by when requests were due: a line for each result, and a heat map of its own for each. A heat map is drawn from
 * the last column of the table, whose cells hold {@code bin:requests} for each bin that is not empty.
 */
final class ByDueTimeSection {
    private static final String TABLE = "due-time";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<ChartTable.Column> COLUMNS = List.of(
            new ChartTable.Column("due", "due from"),
            new ChartTable.Column("requests", "requests"),
            new ChartTable.Column("p50", "response p50"),
            new ChartTable.Column("p99", "response p99"),
            new ChartTable.Column("max", "response max"),
            new ChartTable.Column("bins", "most of them"));

    private ByDueTimeSection() {}

    /** True when all results have what this section shows; files of before it was recorded do not. */
    static boolean knows(List<NamedResult> results) {
        return results.stream().allMatch(named -> times(named).intervals() > 0);
    }

    /** Nothing where it is not known of all results. */
    static void addTo(Markup page, List<NamedResult> results) {
        if (!knows(results)) {
            return;
        }
        boolean p99 = results.stream().map(ByDueTimeSection::times).allMatch(ByDueTimeSection::mostReportP99);
        String upper = p99 ? "p99" : "max";
        new ChartPlace(
                        "Response time over time",
                        TABLE,
                        results.size() == 1 ? (p99 ? "max " : "") + upper + " p50" : upper,
                        "nanos",
                        "time",
                        null)
                .addTo(
                        page,
                        "A request counts in the interval in which it was due."
                                + (p99
                                        ? " Percentiles are at most an eighth too long here."
                                        : " The longest is drawn and not p99, which needs "
                                                + NumberText.count(LatencyHistogram.samplesNeeded(99))
                                                + " requests in an interval."));
        for (int i = 0; i < results.size(); i++) {
            String of = results.size() == 1 ? "" : ": " + results.get(i).name();
            new ChartPlace("Latency heat map" + of, TABLE, "requests", "nanos", "heat", null, i)
                    .addTo(page, inWords(times(results.get(i))));
        }
        table(page, results);
    }

    private static LatencyByDueTime times(NamedResult named) {
        return named.result().measured().byDueTime();
    }

    /** A p99 here and there would look like a fault of the chart. */
    private static boolean mostReportP99(LatencyByDueTime times) {
        long reported = IntStream.range(0, times.intervals())
                .filter(i -> times.percentileNanos(i, 99).isPresent())
                .count();
        return 2 * reported > times.intervals();
    }

    /** What the picture shows, for those who do not see it. */
    private static String inWords(LatencyByDueTime times) {
        long all = IntStream.range(0, times.intervals()).mapToLong(times::count).sum();
        int slowest = IntStream.range(0, times.intervals())
                .reduce((a, b) ->
                        times.maxNanos(b).orElse(0) > times.maxNanos(a).orElse(0) ? b : a)
                .orElseThrow();
        long fullest = IntStream.range(0, times.intervals())
                .mapToLong(i -> times.count(i, fullestBin(times, i)))
                .max()
                .orElse(0);
        return "Each column is an interval of " + seconds(times.intervalNanos()) + " in which "
                + NumberText.count(all)
                + " requests in all were due, each row a range of response times; the more requests, "
                + "the stronger the colour, up to " + NumberText.count(fullest)
                + ". The slowest request was due between "
                + seconds(slowest * times.intervalNanos()) + " and "
                + seconds((slowest + 1) * times.intervalNanos()) + " and took "
                + NumberText.timeInPage(times.maxNanos(slowest).orElse(0)) + ".";
    }

    private static int fullestBin(LatencyByDueTime times, int interval) {
        return IntStream.range(0, LatencyByDueTime.BINS)
                .reduce((a, b) -> times.count(interval, b) > times.count(interval, a) ? b : a)
                .orElseThrow();
    }

    private static String seconds(long nanos) {
        return NumberText.format("%.2f s", nanos / NANOS_PER_SECOND);
    }

    private static void table(Markup page, List<NamedResult> results) {
        ChartTable table = ChartTable.begin(page, TABLE, "Response times by due time", COLUMNS, edges());
        for (int i = 0; i < results.size(); i++) {
            table.result(i, results.get(i).name(), COLUMNS.size());
            LatencyByDueTime times = times(results.get(i));
            for (int interval = 0; interval < times.intervals(); interval++) {
                row(table, times, interval);
            }
            table.endResult();
        }
        table.end();
    }

    /** Where each bin begins, and behind them where the last one ends. */
    private static String edges() {
        return IntStream.rangeClosed(0, LatencyByDueTime.BINS)
                .mapToObj(bin -> String.valueOf(LatencyByDueTime.fromNanos(bin)))
                .collect(Collectors.joining(" "));
    }

    private static void row(ChartTable table, LatencyByDueTime times, int interval) {
        long from = interval * times.intervalNanos();
        table.row(seconds(from), from / NANOS_PER_SECOND);
        long count = times.count(interval);
        table.cell("requests", String.valueOf(count), NumberText.count(count));
        OverTime.time(table, "p50", times.percentileNanos(interval, 50));
        OverTime.time(table, "p99", times.percentileNanos(interval, 99));
        OptionalLong longest = times.maxNanos(interval);
        OverTime.time(table, "max", longest);
        StringJoiner bins = new StringJoiner(" ");
        for (int bin = 0; bin < LatencyByDueTime.BINS; bin++) {
            if (times.count(interval, bin) > 0) {
                bins.add(bin + ":" + times.count(interval, bin));
            }
        }
        table.cell("bins", bins.toString(), longest.isEmpty() ? "–" : range(fullestBin(times, interval)));
        table.endRow();
    }

    private static String range(int bin) {
        return NumberText.timeInPage(LatencyByDueTime.fromNanos(bin)) + " to "
                + NumberText.timeInPage(LatencyByDueTime.fromNanos(bin + 1));
    }
}
