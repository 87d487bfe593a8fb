package dev.parley.page;

import dev.parley.compare.Report;
import dev.parley.compare.RunGroup;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results as one page for readers. It opens without a network: the style sheet and the script that draws the charts
 * are inside, and its own security policy forbids to load anything, or to run anything else. Without a script its tables remain.
 */
public final class HtmlReport {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /**
     * The page of one result; where several load generators measured it, they stand beside it. Any thread, does not block.
     *
     * @param title for display; it and all other text may hold any character
     * @return UTF-8
     */
    public static byte[] of(String title, NamedResult result) {
        List<NamedResult> results = Stream.concat(Stream.of(result), result.result().generators().stream())
                .toList();
        return page(title, results, null).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The page of several results side by side. Any thread, does not block.
     *
     * @param title for display; it and all other text may hold any character
     * @param report with a row or more; a group without a name gets a number
     * @return UTF-8
     */
    public static byte[] of(String title, Report report) {
        if (report.rows().isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one result");
        }
        List<RunGroup> groups = report.groups();
        List<NamedResult> results = IntStream.range(0, groups.size())
                .mapToObj(i -> named(groups.get(i), i + 1))
                .toList();
        return page(title, results, report).getBytes(StandardCharsets.UTF_8);
    }

    private static NamedResult named(RunGroup group, int number) {
        return new NamedResult(group.name().isBlank() ? "result " + number : group.name(), group.merged());
    }

    private static String page(String title, List<NamedResult> results, @Nullable Report report) {
        Markup page = new Markup();
        page.open("html", "lang", "en");
        head(page, title);
        page.open("body").open("main");
        header(page, title, results, report == null);
        VerdictSection.addTo(page, results);
        numbers(page, results);
        StepSection.addTo(page, results);
        StageSection.addTo(page, results);
        if (report != null && results.size() > 1) {
            DifferenceSection.addTo(page, results, report);
        }
        PercentileSection.addTo(page, results);
        ByDueTimeSection.addTo(page, results);
        OverTime.addTo(page, results);
        guide(page);
        page.open("section").element("h2", "Setting and environment");
        EnvironmentTable.addTo(page, results);
        page.closeLine()
                .close()
                .script(PageResources.script("report.js"))
                .close()
                .close();
        return "<!DOCTYPE html>\n" + page + "\n";
    }

    private static void head(Markup page, String title) {
        String sheet = PageResources.sheet();
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + PageResources.hash(sheet) + "'; script-src '"
                        + PageResources.hash(PageResources.script("report.js"))
                        + "'; base-uri 'none'; form-action 'none'");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", title).style(sheet).closeLine();
    }

    private static void header(Markup page, String title, List<NamedResult> results, boolean ofOneLoad) {
        LoadResult first = results.getFirst().result();
        page.open("header").element("h1", title);
        page.element(
                "p",
                (ofOneLoad || results.size() == 1 ? first.setting().describe() + ". " : results.size() + " results. ")
                        + "Measured "
                        + MOMENT.format(first.startedAt()) + " with Parley "
                        + first.environment().parley() + ".",
                "class",
                "quiet");
        page.closeLine();
    }

    private static void numbers(Markup page, List<NamedResult> results) {
        page.open("section").element("h2", "Numbers");
        page.open("div", "class", results.size() == 1 ? "side-by-side" : "several-results");
        page.open("div");
        LatencyTable.addTo(page, results);
        page.close().open("div");
        RequestTable.addTo(page, results);
        page.close().close().closeLine();
    }

    private static void guide(Markup page) {
        page.open("section").element("h2", "How to read this page");
        page.element(
                "p",
                "Response time runs from the moment a request was due, so it contains what the request waited for its "
                        + "turn while the server was busy with earlier ones: it is what a user of the service waits. "
                        + "Service time runs from the moment the request was actually sent, and where it is below "
                        + "response time it leaves that wait out. Ideal is the response time that a load generator which is "
                        + "never late would have seen: what lies between it and response time is the doing of the "
                        + "generator, and not of the server. Slot wait is the part of ideal before the request could be "
                        + "sent, because all slots of its client were taken.",
                "class",
                "guide");
        page.closeLine();
    }
}
