package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.StepTimes;
import java.util.List;
import java.util.OptionalLong;

/** The steps of each load whose requests consist of several, a row each. */
final class StepSection {
    private static final List<String> COLUMNS = List.of(
            "Step",
            "Count",
            "Response p50",
            "Response p99",
            "Response max",
            "Service p50",
            "Service p99",
            "Service max",
            "Errors");
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private final Markup page;
    private final int result;

    private StepSection(Markup page, int result) {
        this.page = page;
        this.result = result;
    }

    /** Nothing where a request is one message. */
    static void addTo(Markup page, List<NamedResult> results) {
        if (results.stream().allMatch(named -> named.result().measured().steps().isEmpty())) {
            return;
        }
        page.open("section").element("h2", "Steps");
        page.open("div", "class", "several-results").openScrolling("Steps");
        page.open("table", "class", "numbers");
        page.element("caption", "Steps", "class", "hidden");
        page.open("thead").open("tr");
        COLUMNS.forEach(column -> page.element("th", column, "scope", "col"));
        page.close().closeLine();
        for (int i = 0; i < results.size(); i++) {
            NamedResult named = results.get(i);
            List<StepTimes> steps = named.result().measured().steps();
            if (!steps.isEmpty()) {
                page.open("tbody");
                if (results.size() > 1) {
                    page.open("tr", "class", "group");
                    page.element("th", named.name(), "scope", "rowgroup", "colspan", String.valueOf(COLUMNS.size()));
                    page.closeLine();
                }
                steps.forEach(new StepSection(page, i)::row);
                page.closeLine();
            }
        }
        page.close().close().close().closeLine();
    }

    private void row(StepTimes step) {
        page.open("tr").element("th", step.name(), "scope", "row");
        long count = step.response().count();
        cell(step, "count", String.valueOf(count), NumberText.count(count));
        clock(step, "response", step.response());
        clock(step, "service", step.service());
        cell(step, "errors", String.valueOf(step.errorCount()), step.errorCount() == 0 ? "0" : step.errorText());
        page.closeLine();
    }

    private void clock(StepTimes step, String clock, LatencyHistogram times) {
        time(step, clock + "-p50", times.percentileNanos(MEDIAN));
        time(step, clock + "-p99", times.percentileNanos(HIGH));
        time(step, clock + "-max", times.longestNanos());
    }

    private void time(StepTimes step, String metric, OptionalLong nanos) {
        cell(
                step,
                metric,
                nanos.isPresent() ? String.valueOf(nanos.getAsLong()) : "",
                nanos.isPresent() ? NumberText.timeInPage(nanos.getAsLong()) : "–");
    }

    private void cell(StepTimes step, String metric, String value, String text) {
        page.element(
                "td",
                text,
                "data-step",
                step.name(),
                "data-of",
                String.valueOf(result),
                "data-metric",
                metric,
                "data-value",
                value);
    }
}
