package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.Percentile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The percentiles of all that is timed; what is not reported is a dash with its reason. */
final class LatencyTable {
    private static final String MAX = "max";

    private final Markup page;
    private final List<NamedResult> results;
    private final List<Clock> clocks;

    /** One of the things timed. */
    private enum Clock {
        RESPONSE("response", "Response time", false),
        SERVICE("service", "Service time", false),
        LATENESS("lateness", "Our own lateness", false),
        IDEAL("ideal", "Ideal", true),
        SLOT_WAIT("slotWait", "Slot wait", true),
        CONNECT("connect", "Connect", true),
        HANDSHAKE("handshake", "TLS handshake", true);

        private final String id;
        private final String title;
        /** Left out where no result has it: those of before it was recorded, or connections that were kept. */
        private final boolean newer;

        Clock(String id, String title, boolean newer) {
            this.id = id;
            this.title = title;
            this.newer = newer;
        }

        LatencyHistogram of(LoadResult.Measured measured) {
            return switch (this) {
                case RESPONSE -> measured.response();
                case SERVICE -> measured.service();
                case LATENESS -> measured.lateness();
                case IDEAL -> measured.ideal();
                case SLOT_WAIT -> measured.slotWait();
                case CONNECT -> measured.connect();
                case HANDSHAKE -> measured.handshake();
            };
        }
    }

    private LatencyTable(Markup page, List<NamedResult> results) {
        this.page = page;
        this.results = results;
        this.clocks = Arrays.stream(Clock.values())
                .filter(clock -> !clock.newer
                        || results.stream()
                                .anyMatch(named ->
                                        clock.of(named.result().measured()).count() > 0))
                .toList();
    }

    static void addTo(Markup page, List<NamedResult> results) {
        LatencyTable table = new LatencyTable(page, results);
        page.openScrolling("Percentiles");
        page.open("table", "class", "numbers");
        page.element("caption", "Percentiles");
        if (results.size() == 1) {
            table.clocksAsColumns();
        } else {
            table.percentilesAsColumns();
        }
        page.close().closeLine();
        table.whyDashes();
    }

    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        Percentile.ALL.forEach(percentile -> rows.add(percentile.text()));
        rows.add(MAX);
        return rows;
    }

    /** Of one result: narrow enough for a phone. */
    private void clocksAsColumns() {
        page.open("thead").open("tr").element("th", "", "scope", "col");
        for (Clock clock : clocks) {
            page.element("th", clock.title, "scope", "col");
        }
        page.close().close().open("tbody");
        for (String row : rows()) {
            page.open("tr").element("th", row, "scope", "row");
            for (Clock clock : clocks) {
                cell(0, clock, row);
            }
            page.closeLine();
        }
        page.close();
    }

    /** Of several: below each other are numbers that are compared. */
    private void percentilesAsColumns() {
        page.open("thead").open("tr").element("th", "", "scope", "col");
        rows().forEach(row -> page.element("th", row, "scope", "col"));
        page.close().close();
        for (Clock clock : clocks) {
            page.open("tbody").open("tr", "class", "group");
            page.element("th", clock.title, "scope", "rowgroup", "colspan", String.valueOf(rows().size() + 1));
            page.closeLine();
            for (int i = 0; i < results.size(); i++) {
                page.open("tr").element("th", results.get(i).name(), "scope", "row");
                for (String row : rows()) {
                    cell(i, clock, row);
                }
                page.closeLine();
            }
            page.close();
        }
    }

    private void cell(int result, Clock clock, String row) {
        LoadResult.Measured measured = results.get(result).result().measured();
        LatencyHistogram latencies = clock.of(measured);
        OptionalLong nanos = nanos(latencies, row);
        page.open(
                "td",
                "data-result",
                String.valueOf(result),
                "data-clock",
                clock.id,
                "data-percentile",
                row,
                "data-nanos",
                nanos.isPresent() ? String.valueOf(nanos.getAsLong()) : "");
        if (nanos.isPresent()) {
            page.text(NumberText.timeInPage(nanos.getAsLong()));
        } else {
            page.text("– ").element("small", why(measured, clock, row));
        }
        page.close();
    }

    private static OptionalLong nanos(LatencyHistogram latencies, String row) {
        if (row.equals(MAX)) {
            return latencies.count() == 0 ? OptionalLong.empty() : OptionalLong.of(latencies.maxNanos());
        }
        return latencies.percentileNanos(percent(row));
    }

    private static double percent(String row) {
        return Percentile.ALL.stream()
                .filter(percentile -> percentile.text().equals(row))
                .findFirst()
                .orElseThrow()
                .percent();
    }

    private static String why(LoadResult.Measured measured, Clock clock, String row) {
        if (clock.of(measured).count() == 0) {
            return switch (clock) {
                case RESPONSE -> "no request";
                case SERVICE -> "no reply";
                case LATENESS, SLOT_WAIT -> measured.closedLoop() ? "closed loop" : "none sent";
                case CONNECT, HANDSHAKE -> "not measured";
                case IDEAL -> measured.response().count() == 0 ? "no request" : "not known";
            };
        }
        return "needs " + NumberText.count(LatencyHistogram.samplesNeeded(percent(row)));
    }

    private void whyDashes() {
        boolean dashes = results.stream()
                .map(named -> named.result().measured().response())
                .anyMatch(response -> response.percentileNanos(
                                Percentile.ALL.getLast().percent())
                        .isEmpty());
        if (dashes) {
            page.element(
                    "p",
                    "A dash stands where there are too few samples: a percentile is reported when at least "
                            + LatencyHistogram.SAMPLES_ABOVE + " samples are above it.",
                    "class",
                    "quiet");
        }
    }
}
