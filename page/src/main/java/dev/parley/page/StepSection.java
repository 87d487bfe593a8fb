package dev.parley.page;

import dev.parley.page.PartsSection.Cells;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.NamedResult;
import dev.parley.result.StepTimes;
import java.util.List;

/** The steps of each load whose requests consist of several, a row each. */
final class StepSection implements PartsSection.RowWriter<StepTimes> {
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

    private StepSection() {}

    /** Nothing where a request is one message. */
    static void addTo(Markup page, List<NamedResult> results) {
        new PartsSection<>(
                        "Steps",
                        "step",
                        COLUMNS,
                        named -> named.result().measured().steps(),
                        new StepSection())
                .addTo(page, results);
    }

    @Override
    public String key(int number, StepTimes step) {
        return step.name();
    }

    @Override
    public void write(StepTimes step, Cells cells) {
        cells.name(step.name());
        cells.count("count", step.response().count());
        clock("response", step.response(), cells);
        clock("service", step.service(), cells);
        cells.cell("errors", String.valueOf(step.errorCount()), step.errorCount() == 0 ? "0" : step.errorText());
    }

    private static void clock(String clock, LatencyHistogram times, Cells cells) {
        cells.time(clock + "-p50", times.percentileNanos(MEDIAN));
        cells.time(clock + "-p99", times.percentileNanos(HIGH));
        cells.time(clock + "-max", times.longestNanos());
    }
}
