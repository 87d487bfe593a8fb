package dev.parley.page;

import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.Setting;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** The configuration and where it ran; what is the same for all results is written once. */
final class EnvironmentTable {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Markup page;
    private final List<NamedResult> results;

    private EnvironmentTable(Markup page, List<NamedResult> results) {
        this.page = page;
        this.results = results;
    }

    static void addTo(Markup page, List<NamedResult> results) {
        EnvironmentTable table = new EnvironmentTable(page, results);
        page.openScrolling("Setting and environment");
        page.open("table", "class", "facts");
        page.element("caption", "Setting and environment", "class", "hidden");
        page.open("tbody");
        table.setting();
        table.environment();
        page.close().close().closeLine();
    }

    private void setting() {
        row("Endpoint", result -> result.setting().endpoint());
        row("Schedule", result -> result.setting().schedule());
        row(
                "Clients",
                result -> result.setting().clients() + ", depth "
                        + result.setting().depth() + ", on " + result.setting().threads()
                        + (result.setting().threads() == 1 ? " thread" : " threads"));
        row(
                "Messages",
                result -> result.setting().messages() + ", framing "
                        + result.setting().framing());
        row(
                "Measured",
                result -> length(result.setting()) + " after "
                        + NumberText.seconds(result.setting().warmUp()) + " of warm-up");
        row("Reply timeout", result -> NumberText.seconds(result.setting().replyTimeout()));
        row(
                "Replies compared",
                result -> result.setting().repliesChecked()
                        ? "with the expected ones"
                        : "no: the right reply is not known");
        row("Server", result -> result.environment().server());
    }

    private void environment() {
        row(
                "CPU",
                result ->
                        result.environment().cpu() + ", " + result.environment().cores() + " cores");
        row("Kernel", result -> result.environment().kernel());
        row("JDK", result -> result.environment().jdk());
        row("Parley", result -> result.environment().parley());
        row(
                "This process",
                result -> NumberText.format(
                        "longest stall %.1f ms; %d garbage collections, %d ms in all",
                        result.measured().process().hiccups().maxNanos() / NANOS_PER_MILLI,
                        result.measured().process().collections(),
                        result.measured().process().collectionMillis()));
        row(
                "Started",
                result -> result.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        row("Command", result -> result.environment().command());
    }

    private static String length(Setting setting) {
        return setting.count() > 0
                ? NumberText.count(setting.count()) + " requests"
                : NumberText.seconds(setting.duration());
    }

    private void row(String name, Function<LoadResult, String> fact) {
        List<String> texts =
                results.stream().map(named -> fact.apply(named.result())).toList();
        if (texts.stream().allMatch(String::isEmpty)) {
            return;
        }
        if (texts.stream().distinct().count() == 1) {
            page.open("tr").element("th", name, "scope", "row");
            page.element("td", texts.getFirst(), "colspan", results.size() == 1 ? "1" : "2");
            page.closeLine();
            return;
        }
        for (int i = 0; i < texts.size(); i++) {
            page.open("tr");
            if (i == 0) {
                page.element("th", name, "scope", "rowgroup", "rowspan", String.valueOf(texts.size()));
            }
            page.element("th", results.get(i).name(), "scope", "row", "class", "result-name");
            page.element("td", texts.get(i)).closeLine();
        }
    }
}
