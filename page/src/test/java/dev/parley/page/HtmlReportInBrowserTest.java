package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.result.JsonObject;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultJson;
import dev.parley.result.ResultReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of {@link ReportPages} as a real browser sees them, which inspect.mjs asks. */
@Tag("slow")
class HtmlReportInBrowserTest {
    private static final Path SCRIPTS = Path.of("src/test/browser");
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("PARLEY_CHROMIUM", "/usr/bin/chromium"));
    private static final int OLDEST_NODE = 20;

    private static final Map<String, JsonObject> FOUND = new TreeMap<>();

    @BeforeAll
    @Timeout(120)
    static void look(@TempDir Path folder) throws IOException, InterruptedException, ResultFormatException {
        need(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + ", so nobody looks at the report");
        need(nodeVersion() >= OLDEST_NODE, "there is no node " + OLDEST_NODE + " or newer, so nobody starts a browser");
        need(
                Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
                "there is no playwright-core; run npm ci in page/" + SCRIPTS);
        List<String> command =
                new ArrayList<>(List.of("node", SCRIPTS.resolve("inspect.mjs").toString()));
        for (Map.Entry<String, byte[]> page : ReportPages.all().entrySet()) {
            command.add(Files.write(folder.resolve(page.getKey() + ".html"), page.getValue())
                    .toString());
        }
        List<JsonObject> pages =
                JsonObject.parse(run(command, folder.resolve("found"))).objects("pages");
        int i = 0;
        for (String name : ReportPages.all().keySet()) {
            FOUND.put(name, pages.get(i++));
        }
    }

    /** Said aloud: Surefire keeps the reason for skipping a whole class to itself. */
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

    private static JsonObject found(String page) {
        return Objects.requireNonNull(FOUND.get(page), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard"})
    void opensWithoutComplaintAndAsksForNothingElse(String page) throws ResultFormatException {
        assertThat(found(page).texts("complaints")).isEmpty();
        assertThat(found(page).texts("requests")).isEmpty();
        assertThat(found(page).integer("elementsThatLoad")).isZero();
        assertThat(found(page).text("forbidden"))
                .as("what the page's own policy says to a picture from elsewhere")
                .isEqualTo("img-src");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard"})
    void numbersAreThoseOfTheDocument(String page) throws ResultFormatException {
        List<NamedResult> results = ReportPages.results(page);
        int clocks = 0;
        for (JsonObject number : found(page).objects("numbers")) {
            byte[] document =
                    ResultJson.of(results.get(number.smallInteger("result")).result());
            String where = page + " " + number.text("clock") + number.text("metric") + " " + number.text("percentile");
            if (number.text("metric").isEmpty()) {
                clocks++;
                timeIsThatOf(document, number, where);
            } else {
                metricIsThatOf(document, number, where);
            }
        }
        assertThat(clocks)
                .as("three clocks, five percentiles and a maximum each")
                .isEqualTo(results.size() * 18);
    }

    private static void timeIsThatOf(byte[] document, JsonObject number, String where) throws ResultFormatException {
        JsonObject clock = JsonObject.parse(document).object(number.text("clock"));
        String percentile = number.text("percentile");
        OptionalLong nanos = percentile.equals("max")
                ? clock.integerOrNull("maxNanos")
                : clock.object("percentileNanos").integerOrNull(percentile);
        if (nanos.isEmpty()) {
            assertThat(number.text("value")).as(where).isEmpty();
            assertThat(number.text("text")).as(where).matches("– (needs [0-9,]+|no request|no reply|none sent)");
        } else {
            assertThat(number.text("value")).as(where).isEqualTo(String.valueOf(nanos.getAsLong()));
            assertThat(number.text("text")).as(where).isEqualTo(NumberText.timeInPage(nanos.getAsLong()));
        }
    }

    private static void metricIsThatOf(byte[] document, JsonObject number, String where) throws ResultFormatException {
        LoadResult.Measured measured = ResultReader.read(document).measured();
        String value = number.text("value");
        String text = number.text("text");
        switch (number.text("metric")) {
            case "askedPerSecond" -> rateIs(measured.askedPerSecond(), value, text, where);
            case "sentPerSecond" -> rateIs(measured.sentPerSecond(), value, text, where);
            case "repliesPerSecond" -> rateIs(measured.repliesPerSecond(), value, text, where);
            case "keptShare" -> assertThat(value).as(where).isEqualTo(String.valueOf(measured.keptShare()));
            case "measured" -> countIs(measured.response().count(), value, text, where);
            case String kind ->
                countIs(JsonObject.parse(document).object("requests").integer(kind), value, text, where);
        }
    }

    private static void rateIs(double perSecond, String value, String text, String where) {
        assertThat(value).as(where).isEqualTo(String.valueOf(perSecond));
        assertThat(text).as(where).isEqualTo(NumberText.rate(perSecond));
    }

    private static void countIs(long count, String value, String text, String where) {
        assertThat(value).as(where).isEqualTo(String.valueOf(count));
        assertThat(text).as(where).isEqualTo(NumberText.count(count));
    }

    /** By hand, from docs/measuring.md: 8.9 s of response time where service time says 1 ms. */
    @Test
    void stallIsReadOffThePage() throws ResultFormatException {
        List<String> p99 = new ArrayList<>();
        for (JsonObject number : found("one").objects("numbers")) {
            if (number.text("percentile").equals("p99")) {
                p99.add(number.text("text"));
            }
        }
        assertThat(p99).hasSize(3).startsWith("8.900 s", "1.00 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard"})
    void nothingInAChartIsCutOrOverSomethingElse(String page) throws ResultFormatException {
        for (String medium : List.of("desk", "phone", "paper")) {
            JsonObject charts = found(page).object(medium);
            assertThat(charts.integer("charts"))
                    .as("charts shown on " + medium)
                    .isEqualTo(ReportPages.results(page).size() > 1 ? 5 : 3);
            assertThat(charts.texts("faults")).as(medium).isEmpty();
        }
        assertThat(found(page).integer("cutOnPaper")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard"})
    void pageNeverScrollsSideways(String page) throws ResultFormatException {
        assertThat(found(page).texts("tooWide")).isEmpty();
    }

    @Test
    void darkAndLightDifferAndPaperIsWhite() throws ResultFormatException {
        JsonObject page = found("one");
        assertThat(page.text("light")).startsWith("rgb(255, 255, 255) ");
        assertThat(page.text("dark").split(" rgb"))
                .doesNotContainAnyElementsOf(List.of(page.text("light").split(" rgb")));
        assertThat(page.text("print")).startsWith("rgb(255, 255, 255) ").endsWith(" rgb(0, 0, 0)");
    }
}
