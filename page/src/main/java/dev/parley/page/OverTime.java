package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.TimelinePoint;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rate, errors and latency of each interval of the runs, by when requests ended. */
final class OverTime {
    private static final String TABLE = "timeline";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NOTHING = "–";
    private static final List<ChartTable.Column> COLUMNS = List.of(
            new ChartTable.Column("from", "from"),
            new ChartTable.Column("replies", "replies/s"),
            new ChartTable.Column("target", "target"),
            new ChartTable.Column("errors", "errors"),
            new ChartTable.Column("response-p50", "response p50"),
            new ChartTable.Column("response-p99", "response p99"),
            new ChartTable.Column("response-max", "response max"),
            new ChartTable.Column("service-p50", "service p50"),
            new ChartTable.Column("service-p99", "service p99"),
            new ChartTable.Column("service-max", "service max"));

    private OverTime() {}

    /** Nothing where a result has no timeline, as merged runs have none. */
    static void addTo(Markup page, List<NamedResult> results) {
        if (results.stream().anyMatch(named -> named.result().timeline().isEmpty())) {
            return;
        }
        Double drainFrom = drainFrom(results);
        String drained = drainFrom == null ? "" : " Shaded: nothing was due any more, replies were waited for.";
        String rates = results.size() == 1 ? "replies target" : "replies";
        new ChartPlace("Replies per second over time", TABLE, rates, "rate", "time", drainFrom)
                .addTo(page, drained.strip());
        if (!ByDueTimeSection.knows(results)) {
            latency(page, results, drainFrom, drained);
        }
        if (points(results).anyMatch(point -> point.errors() > 0)) {
            new ChartPlace("Errors over time", TABLE, "errors", "count", "time", drainFrom)
                    .addTo(page, "Requests in each interval that ended without the expected reply." + drained);
        }
        table(page, results);
    }

    /** Of files of before latencies were recorded by due time. */
    private static void latency(Markup page, List<NamedResult> results, @Nullable Double drainFrom, String drained) {
        boolean p99 =
                results.stream().allMatch(named -> mostReportP99(named.result().timeline()));
        String upper = p99 ? "response-p99" : "response-max";
        new ChartPlace(
                        "Latency over time",
                        TABLE,
                        results.size() == 1 ? upper + " response-p50 " + upper.replace("response", "service") : upper,
                        "nanos",
                        "time",
                        drainFrom)
                .addTo(
                        page,
                        "A request counts in the interval in which it ended."
                                + (p99
                                        ? ""
                                        : " The longest is drawn and not p99, which needs "
                                                + NumberText.count(LatencyHistogram.samplesNeeded(99))
                                                + " requests in an interval.")
                                + drained);
    }

    private static Stream<TimelinePoint> points(List<NamedResult> results) {
        return results.stream().flatMap(named -> named.result().timeline().stream());
    }

    /** A p99 here and there would look like a fault of the chart. */
    private static boolean mostReportP99(List<TimelinePoint> timeline) {
        long reported = timeline.stream()
                .filter(point -> point.response().p99Nanos().isPresent())
                .count();
        return 2 * reported > timeline.size();
    }

    /** In seconds; null where no run has an interval after its last request was due. */
    private static @Nullable Double drainFrom(List<NamedResult> results) {
        double from = results.stream()
                .mapToDouble(named -> named.result().measured().measuredNanos() / NANOS_PER_SECOND)
                .max()
                .orElseThrow();
        double to = points(results)
                .mapToDouble(point -> (point.fromNanos() + point.lengthNanos()) / NANOS_PER_SECOND)
                .max()
                .orElseThrow();
        return to > from * 1.01 ? from : null;
    }

    private static void table(Markup page, List<NamedResult> results) {
        ChartTable table = ChartTable.begin(page, TABLE, "Over time, by when requests ended", COLUMNS);
        for (int i = 0; i < results.size(); i++) {
            NamedResult named = results.get(i);
            table.result(i, named.name(), COLUMNS.size());
            LoadResult result = named.result();
            boolean steady =
                    result.setting().kind().isSteady() && !result.measured().closedLoop();
            for (TimelinePoint point : result.timeline()) {
                row(table, point, steady ? result.measured().targetPerSecond() : Double.NaN);
            }
            table.endResult();
        }
        table.end();
    }

    private static void row(ChartTable table, TimelinePoint point, double target) {
        double seconds = point.fromNanos() / NANOS_PER_SECOND;
        table.row(NumberText.format("%.2f s", seconds), seconds);
        rate(table, "replies", point.repliesPerSecond());
        rate(table, "target", target);
        table.cell("errors", String.valueOf(point.errors()), NumberText.count(point.errors()));
        clock(table, "response", point.response());
        clock(table, "service", point.service());
        table.endRow();
    }

    private static void rate(ChartTable table, String key, double perSecond) {
        boolean known = !Double.isNaN(perSecond);
        table.cell(key, known ? String.valueOf(perSecond) : "", known ? NumberText.rate(perSecond) : NOTHING);
    }

    private static void clock(ChartTable table, String key, TimelinePoint.Clock clock) {
        time(table, key + "-p50", clock.p50Nanos());
        time(table, key + "-p99", clock.p99Nanos());
        time(table, key + "-max", clock.maxNanos());
    }

    static void time(ChartTable table, String key, OptionalLong nanos) {
        table.cell(
                key,
                nanos.isPresent() ? String.valueOf(nanos.getAsLong()) : "",
                nanos.isPresent() ? NumberText.timeInPage(nanos.getAsLong()) : NOTHING);
    }
}
