package dev.parley.page;

import dev.parley.page.PartsSection.Cells;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;

/** The stages of each load that has any, a row each. */
final class StageSection implements PartsSection.RowWriter<LoadResult> {
    private static final List<String> COLUMNS =
            List.of("Stage", "Target", "Sent", "Rate kept", "Replies", "p50", "p99", "Errors", "Verdict");
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private StageSection() {}

    /** Nothing where no result has stages. */
    static void addTo(Markup page, List<NamedResult> results) {
        new PartsSection<>("Stages", "stage", COLUMNS, named -> named.result().stages(), new StageSection())
                .addTo(page, results);
    }

    @Override
    public String key(int number, LoadResult stage) {
        return String.valueOf(number);
    }

    @Override
    public void write(LoadResult stage, Cells cells) {
        LoadResult.Measured measured = stage.measured();
        cells.name(stage.setting().scheduleAndLength());
        cells.rate("askedPerSecond", measured.targetPerSecond());
        cells.rate("sentPerSecond", measured.sentPerSecond());
        cells.cell("keptShare", String.valueOf(measured.keptShare()), NumberText.share(measured.keptShare()));
        cells.rate("repliesPerSecond", measured.repliesPerSecond());
        cells.time("p50", measured.latencies().percentileNanos(MEDIAN));
        cells.time("p99", measured.latencies().percentileNanos(HIGH));
        cells.count("errors", measured.errors());
        cells.cell("verdict", stage.verdict().text(), stage.verdict().text());
    }
}
