package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.Reason;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was timed of each result over the percentiles: the rarer, the further to the right. */
final class PercentileSection {
    private static final String TABLE = "percentiles";
    private static final double WHOLE = 100;
    private static final List<ChartTable.Column> COLUMNS = List.of(
            new ChartTable.Column("percent", "percentile"),
            new ChartTable.Column("response", "response time"),
            new ChartTable.Column("service", "service time"),
            new ChartTable.Column("ideal", "ideal"),
            new ChartTable.Column("slot-wait", "slot wait"));

    private PercentileSection() {}

    static void addTo(Markup page, List<NamedResult> results) {
        if (results.stream()
                .allMatch(named ->
                        PercentileCurve.of(named.result().measured().response()).isEmpty())) {
            return; // too few samples for a line
        }
        Double doubted = results.size() == 1 ? doubtedFrom(results.getFirst().result()) : null;
        String lines = results.size() == 1 ? "response service ideal slot-wait" : "response service";
        new ChartPlace("Response and service time by percentile", TABLE, lines, "nanos", "nines", doubted)
                .addTo(
                        page,
                        "Each step to the right is ten times rarer. A line ends where fewer than "
                                + LatencyHistogram.SAMPLES_ABOVE + " samples lie above."
                                + (results.size() == 1
                                        ? " Ideal is the lower bound of what the server made its users wait, slot wait the part of it"
                                                + " before the request could be sent; zero is not drawn."
                                        : "")
                                + (doubted == null ? "" : " Shaded: not to be believed, see the verdict."));
        ChartTable table = ChartTable.begin(page, TABLE, "By percentile", COLUMNS);
        for (int i = 0; i < results.size(); i++) {
            table.result(i, results.get(i).name(), COLUMNS.size());
            rows(table, results.get(i).result().measured());
            table.endResult();
        }
        table.end();
    }

    /** As nines; null where everything may be believed. */
    private static @Nullable Double doubtedFrom(LoadResult result) {
        return result.verdict().trustworthy()
                ? null
                : PercentileCurve.nines(result.verdict().reasons().stream()
                        .mapToDouble(Reason::fromPercent)
                        .min()
                        .orElse(0));
    }

    /** They end at different percentiles when not every request had a reply. */
    private static void rows(ChartTable table, LoadResult.Measured measured) {
        Map<Double, OptionalLong[]> rows = new TreeMap<>();
        List<LatencyHistogram> clocks =
                List.of(measured.response(), measured.service(), measured.ideal(), measured.slotWait());
        for (int i = 0; i < clocks.size(); i++) {
            for (PercentileCurve.Point point : PercentileCurve.of(clocks.get(i))) {
                rows.computeIfAbsent(point.nines(), _ -> new OptionalLong[] {
                            OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()
                        })[i] =
                        OptionalLong.of(point.nanos());
            }
        }
        rows.forEach((nines, nanos) -> {
            table.row(NumberText.format("p%.3f", WHOLE * (1 - Math.pow(10, -nines))), nines);
            OverTime.time(table, "response", nanos[0]);
            OverTime.time(table, "service", nanos[1]);
            OverTime.time(table, "ideal", nanos[2]);
            OverTime.time(table, "slot-wait", nanos[3]);
            table.endRow();
        });
    }
}
