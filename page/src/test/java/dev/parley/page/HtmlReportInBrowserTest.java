package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.compare.ReportDocument;
import dev.parley.result.Bandwidths;
import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages of {@link ReportPages} as a real browser sees them, which inspect.mjs drives. */
@Tag("slow")
class HtmlReportInBrowserTest {
    private static final Path SCRIPTS = Path.of("src/test/browser");
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("PARLEY_CHROMIUM", "/usr/bin/chromium"));
    private static final int OLDEST_NODE = 20;
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final Map<String, JsonNode> FOUND = new TreeMap<>();

    @BeforeAll
    @Timeout(120)
    static void look(@TempDir Path folder) throws IOException, InterruptedException {
        need(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + ", so the report is not checked");
        need(nodeVersion() >= OLDEST_NODE, "there is no node " + OLDEST_NODE + " or newer, so no browser is started");
        need(
                Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
                "there is no playwright-core; run npm ci in page/" + SCRIPTS);
        List<String> command =
                new ArrayList<>(List.of("node", SCRIPTS.resolve("inspect.mjs").toString()));
        for (Map.Entry<String, byte[]> page : ReportPages.all().entrySet()) {
            command.add(Files.write(folder.resolve(page.getKey() + ".html"), page.getValue())
                    .toString());
        }
        JsonNode pages = MAPPER.readTree(run(command, folder.resolve("found"))).get("pages");
        int i = 0;
        for (String name : ReportPages.all().keySet()) {
            FOUND.put(name, pages.get(i++));
        }
    }

    /** Printed, because Surefire does not show the reason for skipping a whole class. */
    private static void need(boolean there, String otherwise) {
        if (!there) {
            System.out.println("skipped: " + otherwise);
        }
        assumeTrue(there, otherwise);
    }

    private static int nodeVersion() throws InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return node.waitFor() == 0 ? Integer.parseInt(version.replaceFirst("v([0-9]+).*\\s*", "$1")) : 0;
        } catch (IOException e) { // there is none
            return 0;
        }
    }

    private static byte[] run(List<String> command, Path answer) throws IOException, InterruptedException {
        Path errors = answer.resolveSibling("errors");
        Process node = new ProcessBuilder(command)
                .redirectOutput(answer.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(node.waitFor(100, TimeUnit.SECONDS))
                    .as("node ended in time")
                    .isTrue();
            assertThat(node.exitValue()).as(Files.readString(errors)).isZero();
            return Files.readAllBytes(answer);
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
    }

    private static String text(JsonNode in, String name) {
        return in.required(name).stringValue();
    }

    private static List<String> texts(JsonNode in, String name) {
        return in.required(name).valueStream().map(JsonNode::stringValue).toList();
    }

    private static JsonNode found(String page) {
        return Objects.requireNonNull(FOUND.get(page), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups", "stages"})
    void opensWithoutComplaintAndRequestsNothingElse(String page) {
        assertThat(texts(found(page), "complaints")).isEmpty();
        assertThat(texts(found(page), "requests")).isEmpty();
        assertThat(found(page).required("elementsThatLoad").longValue()).isZero();
        assertThat(text(found(page), "forbidden"))
                .as("what the page's own policy forbids of a picture from elsewhere")
                .isEqualTo("img-src");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups", "stages"})
    void numbersAreThoseOfTheDocument(String page) throws ResultFormatException {
        List<NamedResult> results = ReportPages.results(page);
        int clocks = 0;
        for (JsonNode number : found(page).required("numbers")) {
            byte[] document = ResultDocument.of(
                            results.get(number.required("result").intValue()).result())
                    .toJson();
            String where =
                    page + " " + text(number, "clock") + text(number, "metric") + " " + text(number, "percentile");
            if (text(number, "metric").isEmpty()) {
                clocks++;
                timeIsThatOf(document, number, where);
            } else {
                metricIsThatOf(document, number, where);
            }
        }
        assertThat(clocks)
                .as(
                        "five things timed, and connecting where each request had a connection; five percentiles and a maximum each")
                .isEqualTo(results.size() * (page.equals("stages") ? 36 : 30));
    }

    /** Each stage is a document of its own in that of the whole. */
    @Test
    void stagesAreThoseOfTheDocument() throws ResultFormatException {
        LoadResult whole = ReportPages.results("stages").getFirst().result();
        JsonNode stages = MAPPER.readTree(ResultDocument.of(whole).toJson()).required("stages");
        JsonNode cells = found("stages").required("stages");
        assertThat(cells.size()).isEqualTo(stages.size() * 8).isEqualTo(16);
        for (JsonNode cell : cells) {
            int number = cell.required("stage").intValue();
            JsonNode stage = stages.get(number);
            assertThat(text(cell, "name"))
                    .isEqualTo(List.of("constant 100/s for 10 s", "constant 101/s for 20 s")
                            .get(number));
            stageCellIsThatOf(stage, text(cell, "metric"), text(cell, "value"), text(cell, "text"));
        }
    }

    private static void stageCellIsThatOf(JsonNode stage, String metric, String value, String text) {
        JsonNode throughput = stage.required("throughput");
        switch (metric) {
            case "askedPerSecond", "sentPerSecond", "repliesPerSecond" ->
                rateIs(throughput.required(metric).doubleValue(), value, text, metric);
            case "keptShare" -> {
                double share = throughput.required(metric).doubleValue();
                assertThat(value).isEqualTo(String.valueOf(share));
                assertThat(text).isEqualTo(NumberText.share(share));
            }
            case "errors" ->
                countIs(stage.required("requests").required("errors").longValue(), value, text, metric);
            case "verdict" -> {
                String upTo = text(stage.required("verdict"), "trustworthyUpTo");
                boolean valid =
                        stage.required("verdict").required("trustworthy").booleanValue();
                assertThat(text).isEqualTo(valid ? "valid" : upTo.equals("none") ? "INVALID" : "valid up to " + upTo);
            }
            default -> {
                JsonNode nanos =
                        stage.required("response").required("percentileNanos").required(metric);
                assertThat(value).isEqualTo(String.valueOf(nanos.longValue()));
                assertThat(text).isEqualTo(NumberText.timeInPage(nanos.longValue()));
            }
        }
    }

    private static void timeIsThatOf(byte[] document, JsonNode number, String where) {
        JsonNode clock = MAPPER.readTree(document).required(text(number, "clock"));
        String percentile = text(number, "percentile");
        JsonNode nanos = percentile.equals("max")
                ? clock.required("maxNanos")
                : clock.required("percentileNanos").required(percentile);
        if (nanos.isNull()) {
            assertThat(text(number, "value")).as(where).isEmpty();
            assertThat(text(number, "text")).as(where).matches("– (needs [0-9,]+|no request|no reply|none sent)");
        } else {
            assertThat(text(number, "value")).as(where).isEqualTo(String.valueOf(nanos.longValue()));
            assertThat(text(number, "text")).as(where).isEqualTo(NumberText.timeInPage(nanos.longValue()));
        }
    }

    private static void metricIsThatOf(byte[] document, JsonNode number, String where) throws ResultFormatException {
        LoadResult.Measured measured = ResultReader.read(document).measured();
        String value = text(number, "value");
        String text = text(number, "text");
        switch (text(number, "metric")) {
            case "askedPerSecond" -> rateIs(measured.targetPerSecond(), value, text, where);
            case "sentPerSecond" -> rateIs(measured.sentPerSecond(), value, text, where);
            case "repliesPerSecond" -> rateIs(measured.repliesPerSecond(), value, text, where);
            case "keptShare" -> assertThat(value).as(where).isEqualTo(String.valueOf(measured.keptShare()));
            case "bytesSentPerSecond" -> bandwidthIs(measured.bytesSentPerSecond(), value, text, where);
            case "bytesReceivedPerSecond" -> bandwidthIs(measured.bytesReceivedPerSecond(), value, text, where);
            case "measured" -> countIs(measured.response().count(), value, text, where);
            case String kind ->
                countIs(
                        MAPPER.readTree(document)
                                .required("requests")
                                .required(kind)
                                .longValue(),
                        value,
                        text,
                        where);
        }
    }

    private static void bandwidthIs(double bytesPerSecond, String value, String text, String where) {
        assertThat(value).as(where).isEqualTo(String.valueOf(bytesPerSecond));
        assertThat(text).as(where).isEqualTo(Bandwidths.text(bytesPerSecond));
    }

    private static void rateIs(double perSecond, String value, String text, String where) {
        assertThat(value).as(where).isEqualTo(String.valueOf(perSecond));
        assertThat(text).as(where).isEqualTo(NumberText.rate(perSecond));
    }

    private static void countIs(long count, String value, String text, String where) {
        assertThat(value).as(where).isEqualTo(String.valueOf(count));
        assertThat(text).as(where).isEqualTo(NumberText.count(count));
    }

    /** By hand, from docs/measuring.md: 8.9 s of response time where service time is 1 ms. */
    @Test
    void stallIsReadOffThePage() {
        List<String> p99 = new ArrayList<>();
        for (JsonNode number : found("one").required("numbers")) {
            if (text(number, "percentile").equals("p99")) {
                p99.add(text(number, "text"));
            }
        }
        assertThat(p99).hasSize(5).startsWith("8.900 s", "1.00 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups", "stages"})
    void everyChartIsDrawnWithinThePage(String page) {
        for (String medium : List.of("desk", "phone", "paper")) {
            JsonNode charts = found(page).required(medium);
            assertThat(charts.valueStream())
                    .as("charts on " + medium)
                    .hasSizeBetween(2, 9)
                    .allSatisfy(chart -> {
                        assertThat(chart.required("inside").booleanValue())
                                .as(chart.toString())
                                .isTrue();
                        assertThat(chart.required("colours").intValue())
                                .as("anything drawn of " + texts(chart, "labels"))
                                .isGreaterThan(3);
                    });
        }
        assertThat(found(page).required("cutOnPaper").longValue()).isZero();
    }

    private static JsonNode chart(String page, String columns) {
        return found(page)
                .required("desk")
                .valueStream()
                .filter(chart -> text(chart, "columns").equals(columns))
                .findFirst()
                .orElseThrow();
    }

    /** In order; null where there is none. */
    private static List<Double> numbers(JsonNode values) {
        List<Double> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(value.isNull() ? null : value.doubleValue()));
        return numbers;
    }

    @Test
    void latencyOverTimeOnTheChartIsThatOfTheDocument() {
        JsonNode byDueTime = byDueTimeOfLively();
        JsonNode latency = chart("lively", "max p50");
        List<Double> seconds = new ArrayList<>();
        List<Double> longest = new ArrayList<>();
        long length = byDueTime.required("intervalNanos").longValue();
        byDueTime.required("intervals").forEach(interval -> {
            seconds.add(seconds.size() * length / 1e9);
            longest.add(interval.required("maxNanos").doubleValue());
        });
        assertThat(seconds).hasSizeGreaterThan(20);
        assertThat(numbers(latency.required("data").get(0))).isEqualTo(seconds);
        assertThat(numbers(latency.required("data").get(1))).isEqualTo(longest);
    }

    private static JsonNode byDueTimeOfLively() {
        return MAPPER.readTree(ResultDocument.of(
                                ReportPages.results("lively").getFirst().result())
                        .toJson())
                .required("latencyByDueTime");
    }

    /** Wherever the pointer is: the interval, the range of the bin, and how many requests of the document are in it. */
    @Test
    void pointingAtTheHeatMapShowsTheNumbersOfTheDocument() {
        JsonNode byDueTime = byDueTimeOfLively();
        double length = byDueTime.required("intervalNanos").longValue() / 1e9;
        long requests = 0;
        for (JsonNode spot : found("lively").required("heat")) {
            int interval = (int) (spot.required("seconds").doubleValue() / length);
            int bin = binOf(spot.required("nanos").doubleValue());
            long count = 0;
            for (JsonNode pair : byDueTime.required("intervals").get(interval).required("bins")) {
                count += pair.get(0).intValue() == bin ? pair.get(1).longValue() : 0;
            }
            assertThat(texts(spot, "texts"))
                    .containsExactly(
                            NumberText.format("%.2f s to %.2f s", interval * length, (interval + 1) * length),
                            NumberText.timeInPage(LatencyByDueTime.fromNanos(bin)) + " to "
                                    + NumberText.timeInPage(LatencyByDueTime.fromNanos(bin + 1)),
                            NumberText.count(count));
            requests += count;
        }
        assertThat(requests).as("some of the spots are not empty").isPositive();
    }

    private static int binOf(double nanos) {
        int bin = 0;
        while (LatencyByDueTime.fromNanos(bin + 1) <= nanos) {
            bin++;
        }
        return bin;
    }

    @Test
    void differencesOnTheChartAreThoseOfTheDocument() {
        JsonNode comparisons = MAPPER.readTree(
                        ReportDocument.of(ReportPages.report("groups")).toJson())
                .required("comparisons");
        JsonNode data = chart("groups", "percent low high").required("data");
        assertThat(comparisons.size()).isEqualTo(2);
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            List<Double> percents = new ArrayList<>();
            comparisons.get(i).required("differences").forEach(difference -> {
                percents.add(difference.required("percent").doubleValue());
                findings.add(text(difference, "finding"));
            });
            assertThat(numbers(data.get(i + 1))).isEqualTo(percents);
        }
        assertThat(findings).contains("shown", "not_shown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lively", "engines", "groups"})
    void pointingShowsNumbersAClickHidesADragZoomsAndADoubleClickResets(String page) {
        JsonNode use = found(page).required("use");
        assertThat(texts(use.required("hovered"), "texts"))
                .isNotEmpty()
                .anyMatch(text -> text.matches(".*[0-9] (µs|ms|s)|.*[0-9]/s"));
        assertThat(use.required("hidden").booleanValue()).isTrue();
        List<Double> whole = numbers(use.required("whole"));
        List<Double> zoomed = numbers(use.required("zoomed"));
        assertThat(zoomed.get(0)).isGreaterThan(whole.get(0));
        assertThat(zoomed.get(1)).isLessThan(whole.get(1));
        assertThat(numbers(use.required("reset"))).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups", "stages"})
    void withoutAScriptAllTablesAreOpenAndWithOneTheChartsTablesAreFolded(String page) {
        long charts = found(page).required("foldedTables").longValue();
        assertThat(charts).isPositive();
        JsonNode without = found(page).required("withoutScript");
        assertThat(without.required("tables").longValue()).isEqualTo((page.equals("stages") ? 4 : 3) + charts);
        assertThat(without.required("plots").longValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups", "stages"})
    void pageNeverScrollsSideways(String page) {
        assertThat(texts(found(page), "tooWide")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively"})
    void tablesOfOneResultAreWholeOnADesk(String page) {
        assertThat(texts(found(page), "cutOnDesk")).isEmpty();
    }

    @Test
    void darkAndLightDifferAndPaperIsWhite() {
        JsonNode page = found("one");
        assertThat(text(page, "light")).startsWith("rgb(255, 255, 255) ");
        assertThat(text(page, "dark").split(" rgb"))
                .doesNotContainAnyElementsOf(List.of(text(page, "light").split(" rgb")));
        assertThat(text(page, "print")).startsWith("rgb(255, 255, 255) ").endsWith(" rgb(0, 0, 0)");
    }
}
