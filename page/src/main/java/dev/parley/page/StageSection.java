package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;
import java.util.OptionalLong;

/** The stages of each load that has any, a row each. */
final class StageSection {
    private static final List<String> COLUMNS =
            List.of("Stage", "Target", "Sent", "Rate kept", "Replies", "p50", "p99", "Errors", "Verdict");
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private final Markup page;
    private final int result;

    private StageSection(Markup page, int result) {
        this.page = page;
        this.result = result;
    }

    /** Nothing where no result has stages. */
    static void addTo(Markup page, List<NamedResult> results) {
        if (results.stream().allMatch(named -> named.result().stages().isEmpty())) {
            return;
        }
        page.open("section").element("h2", "Stages");
        page.open("div", "class", "several-results").openScrolling("Stages");
        page.open("table", "class", "numbers");
        page.element("caption", "Stages", "class", "hidden");
        page.open("thead").open("tr");
        COLUMNS.forEach(column -> page.element("th", column, "scope", "col"));
        page.close().closeLine();
        for (int i = 0; i < results.size(); i++) {
            NamedResult named = results.get(i);
            if (!named.result().stages().isEmpty()) {
                page.open("tbody");
                if (results.size() > 1) {
                    page.open("tr", "class", "group");
                    page.element("th", named.name(), "scope", "rowgroup", "colspan", String.valueOf(COLUMNS.size()));
                    page.closeLine();
                }
                new StageSection(page, i).rows(named.result().stages());
                page.closeLine();
            }
        }
        page.close().close().close().closeLine();
    }

    private void rows(List<LoadResult> stages) {
        for (int i = 0; i < stages.size(); i++) {
            LoadResult stage = stages.get(i);
            LoadResult.Measured measured = stage.measured();
            page.open("tr").element("th", stage.setting().scheduleAndLength(), "scope", "row");
            rate(i, "askedPerSecond", measured.targetPerSecond());
            rate(i, "sentPerSecond", measured.sentPerSecond());
            cell(i, "keptShare", String.valueOf(measured.keptShare()), NumberText.share(measured.keptShare()));
            rate(i, "repliesPerSecond", measured.repliesPerSecond());
            time(i, "p50", measured.latencies(), MEDIAN);
            time(i, "p99", measured.latencies(), HIGH);
            cell(i, "errors", String.valueOf(measured.errors()), NumberText.count(measured.errors()));
            cell(i, "verdict", stage.verdict().text(), stage.verdict().text());
            page.closeLine();
        }
    }

    private void rate(int stage, String metric, double perSecond) {
        cell(stage, metric, String.valueOf(perSecond), NumberText.rate(perSecond));
    }

    private void time(int stage, String metric, LatencyHistogram times, double percent) {
        OptionalLong nanos = times.percentileNanos(percent);
        cell(
                stage,
                metric,
                nanos.isPresent() ? String.valueOf(nanos.getAsLong()) : "",
                nanos.isPresent() ? NumberText.timeInPage(nanos.getAsLong()) : "–");
    }

    private void cell(int stage, String metric, String value, String text) {
        page.element(
                "td",
                text,
                "data-stage",
                String.valueOf(stage),
                "data-of",
                String.valueOf(result),
                "data-metric",
                metric,
                "data-value",
                value);
    }
}
