package dev.parley.page;

import dev.parley.compare.Report;
import dev.parley.compare.RunGroup;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Results as one page for readers. It opens without a network: the style sheet and all charts are inside, there is no script, and
 * its own security policy forbids to load anything.
 */
public final class HtmlReport {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /**
     * The page of one result. Any thread, does not block.
     *
     * @param title for display; it and all other text may hold any character
     * @return UTF-8
     */
    public static byte[] of(String title, NamedResult result) {
        return page(title, List.of(result), null).getBytes(StandardCharsets.UTF_8);
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
        header(page, title, results);
        VerdictSection.addTo(page, results);
        numbers(page, results);
        percentiles(page, results);
        overTime(page, results);
        if (report != null && results.size() > 1) {
            SideBySide.addTo(page, results, report);
        }
        guide(page);
        page.open("section").element("h2", "Setting and environment");
        EnvironmentTable.addTo(page, results);
        page.closeLine().close().close().close();
        return "<!DOCTYPE html>\n" + page + "\n";
    }

    private static void head(Markup page, String title) {
        String sheet = sheet();
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(sheet) + "'; base-uri 'none'; form-action 'none'");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", title).style(sheet).closeLine();
    }

    private static String sheet() {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) { // our own archive is broken
            throw new UncheckedIOException(e);
        }
    }

    /** The policy allows this sheet and no other style: what slips into the page cannot even hide something. */
    private static String hash(String sheet) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sheet.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    private static void header(Markup page, String title, List<NamedResult> results) {
        LoadResult first = results.getFirst().result();
        page.open("header").element("h1", title);
        page.element(
                "p",
                (results.size() == 1 ? first.setting().describe() + ". " : results.size() + " results. ") + "Measured "
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

    private static void percentiles(Markup page, List<NamedResult> results) {
        if (PercentileChart.hasSomethingToShow(results)) {
            PercentileChart chart = new PercentileChart(results);
            figure(
                    page,
                    chart,
                    chart.legend(),
                    "Each step to the right is ten times rarer. A line ends where fewer than "
                            + LatencyHistogram.SAMPLES_ABOVE + " samples lie above.");
        }
    }

    private static void overTime(Markup page, List<NamedResult> results) {
        List<NamedResult> recorded = results.stream()
                .filter(named -> !named.result().timeline().isEmpty())
                .toList();
        if (recorded.size() < results.size()) {
            return; // merged runs have no timeline, and a colour must mean the same result everywhere
        }
        RateOverTime rate = new RateOverTime(results);
        figure(page, rate, rate.legend(), rate.caption());
        LatencyOverTime latency = new LatencyOverTime(results);
        figure(page, latency, latency.legend(), latency.caption());
    }

    private static void figure(Markup page, Chart chart, Legend legend, String caption) {
        page.open("figure").element("h2", chart.title());
        legend.addTo(page);
        chart.addTo(page);
        if (!caption.isEmpty()) {
            page.element("figcaption", caption);
        }
        page.closeLine();
    }

    private static void guide(Markup page) {
        page.open("section").element("h2", "How to read this page");
        page.element(
                "p",
                "Response time runs from the moment a request was due, so it contains what the request waited for its "
                        + "turn while the server was busy with earlier ones: it is what a user of the service waits. "
                        + "Service time runs from the moment the request was actually sent, and where it is below "
                        + "response time it leaves that wait out.",
                "class",
                "guide");
        page.closeLine();
    }
}
