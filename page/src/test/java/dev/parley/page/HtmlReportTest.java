package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.compare.Difference;
import dev.parley.compare.GroupComparison;
import dev.parley.compare.Report;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.NamedResult;
import dev.parley.result.Reason;
import dev.parley.result.SideBySide;
import dev.parley.result.StepTimes;
import dev.parley.result.TimelinePoint;
import dev.parley.result.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    private static String text(String page) {
        return new String(ReportPages.page(page), StandardCharsets.UTF_8);
    }

    /** Every element is closed, so a page is XML too, and what was not escaped would break it. */
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(ReportPages.page(page)));
    }

    private static List<Element> elements(Document page, String name) {
        List<Element> elements = new ArrayList<>();
        NodeList found = page.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    @Test
    void stepsHaveARowEach() {
        LatencyHistogram times = new LatencyHistogram();
        for (int i = 1; i <= 2_000; i++) {
            times.record(i * 1_000L);
        }
        LoadResult cycles = new LoadResult(
                KnownResults.stalled().setting(),
                KnownResults.stalled().environment(),
                KnownResults.stalled().startedAt(),
                new MeasuredBuilder(times, times, 1_000_000_000)
                        .steps(List.of(
                                new StepTimes("put", times, times, Map.of("<b>", 3L, "lost", 1L)),
                                new StepTimes("delete", times, new LatencyHistogram(), Map.of())))
                        .build(),
                List.of(),
                new Verdict(List.of(), List.of()));

        String page = new String(HtmlReport.of("cycles", new NamedResult("a queue", cycles)), StandardCharsets.UTF_8);

        assertThat(page)
                .contains("<h2>Steps</h2>")
                .containsPattern(
                        "scope=\"row\">put</th><td data-step=\"put\" data-of=\"0\" data-metric=\"count\" data-value=\"2000\">2,000</td>")
                .containsPattern(
                        "data-step=\"put\" data-of=\"0\" data-metric=\"service-p99\" data-value=\"19[78]\\d{4}\"")
                .contains("data-value=\"4\">3 &lt;b&gt;, 1 lost</td>")
                .containsPattern(
                        "data-step=\"delete\" data-of=\"0\" data-metric=\"service-p50\" data-value=\"\">–</td>");
        assertThat(text("one")).doesNotContain("<h2>Steps</h2>");
    }

    @Test
    void textFromOutsideStaysText() throws Exception {
        Document page = parsed("hard");
        assertThat(elements(page, "script"))
                .as("uPlot and ours")
                .hasSize(1)
                .allSatisfy(script -> assertThat(script.getTextContent())
                        .contains("The MIT License", "Leon Sorokin", "uPlot (v1.6.30)")
                        .doesNotContain("alert("));
        assertThat(elements(page, "b")).isEmpty();
        assertThat(page.getDocumentElement().getTextContent())
                .contains("<script>alert('name')</script>")
                .contains("<script>alert('server')</script>")
                .contains("<b>Hard</b>")
                .contains("& \"quoted\"");
        assertThat(text("hard")).as("a character that reverses what follows").doesNotContain("\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups"})
    void pageNeedsNothingFromElsewhere(String page) throws Exception {
        for (Element element : elements(parsed(page), "*")) {
            for (String attribute : List.of("src", "href", "xlink:href", "style", "onload", "onclick", "action")) {
                assertThat(element.hasAttribute(attribute))
                        .as(element.getTagName() + " " + attribute)
                        .isFalse();
            }
        }
        String sheet = elements(parsed(page), "style").getFirst().getTextContent();
        assertThat(sheet).doesNotContain("@import").doesNotContain("url(").doesNotContain("//");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard", "groups"})
    void everyChartAndTableIsLabelled(String page) throws Exception {
        Document parsed = parsed(page);
        Set<String> ids = new HashSet<>();
        for (Element element : elements(parsed, "*")) {
            if (element.hasAttribute("id")) {
                assertThat(ids.add(element.getAttribute("id")))
                        .as(element.getAttribute("id"))
                        .isTrue();
            }
        }
        assertThat(elements(parsed, "div"))
                .filteredOn(div -> div.getAttribute("class").equals("plot"))
                .isNotEmpty()
                .allSatisfy(plot -> {
                    assertThat(plot.getAttribute("aria-label")).isNotBlank();
                    assertThat(ids).contains(plot.getAttribute("data-table"));
                });
        assertThat(elements(parsed, "table"))
                .hasSizeBetween(4, 7)
                .allSatisfy(
                        table -> assertThat(table.getFirstChild().getNodeName()).isEqualTo("caption"));
        assertThat(elements(parsed, "th"))
                .allSatisfy(head -> assertThat(head.getAttribute("scope")).isNotEmpty());
    }

    @Test
    void verdictComesBeforeAnyNumber() {
        assertThat(text("one").indexOf("Valid")).isBetween(0, text("one").indexOf("data-nanos"));
        assertThat(text("hard")).contains("results are not valid in full.").contains("INVALID");
        assertThat(text("hard").indexOf("100 requests without a reply"))
                .isBetween(0, text("hard").indexOf("data-nanos"));
    }

    @Test
    void severalLoadGeneratorsOfOneLoadStandBesideIt() throws Exception {
        LoadResult one = KnownResults.lively(1, 1, 2_000, "reverse+tcp://10.0.0.1:8080");
        LoadResult other = KnownResults.lively(2, 2, 2_000, "reverse+tcp://10.0.0.1:8080");
        LoadResult whole = SideBySide.of(
                one.setting(),
                List.of(
                        new SideBySide.Part("generator 1 (coordinator)", one, List.of()),
                        new SideBySide.Part("generator 2 (10.0.0.3, pid 7)", other, List.of())),
                List.of(),
                List.of());
        byte[] page = HtmlReport.of("Load", new NamedResult("reverse", whole));
        String text = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page))
                .getDocumentElement()
                .getTextContent();

        assertThat(text)
                .contains(
                        "generator 1 (coordinator)",
                        "generator 2 (10.0.0.3, pid 7)",
                        whole.setting().describe())
                .doesNotContain("3 results. Measured");
    }

    @Test
    void tooFewSamplesAreADashWithTheReason() throws Exception {
        List<String> untold = elements(parsed("one"), "td").stream()
                .filter(cell -> cell.getAttribute("data-percentile").equals("p99.99"))
                .map(Element::getTextContent)
                .toList();
        assertThat(untold).hasSize(5).containsOnly("– needs 100,000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"engines", "groups"})
    void differencesAndTheirFindingsAreThoseOfTheReport(String page) throws Exception {
        List<String> expected = new ArrayList<>();
        for (GroupComparison comparison : ReportPages.report(page).comparisons()) {
            for (Difference difference : comparison.differences()) {
                expected.add(difference.percent() + " " + difference.lowPercent() + " " + difference.highPercent() + " "
                        + difference.finding().text());
            }
        }
        List<String> shown = new ArrayList<>();
        for (Element row : elements(parsed(page), "tr")) {
            List<Element> cells = new ArrayList<>();
            NodeList found = row.getElementsByTagName("td");
            for (int i = 0; i < found.getLength(); i++) {
                cells.add((Element) found.item(i));
            }
            if (cells.size() == 7 && cells.get(5).getAttribute("data-column").equals("finding")) {
                shown.add(cells.subList(2, 6).stream()
                        .map(cell -> cell.getAttribute("data-value"))
                        .collect(Collectors.joining(" ")));
            }
        }
        assertThat(shown).isNotEmpty().isEqualTo(expected);
    }

    @Test
    void whatTheVerdictDoubtsAndTheDrainAreShaded() {
        LoadResult run = ReportPages.results("lively").getFirst().result();
        Verdict fromP99 = new Verdict(List.of(new Reason(Reason.Kind.GENERATOR_SLOW, 99, "slow here")), List.of());
        List<TimelinePoint> timeline = new ArrayList<>(run.timeline());
        TimelinePoint last = timeline.getLast();
        timeline.add(new TimelinePoint(10_000_000_000L, 1_000_000_000L, 0, 3, 0, last.response(), last.service()));
        String page = page(
                new LoadResult(run.setting(), run.environment(), run.startedAt(), run.measured(), timeline, fromP99));
        assertThat(page)
                .contains(">Valid up to p90<", "Shaded: not to be believed", "Shaded: nothing was due any more")
                .containsPattern("data-kind=\"nines\" data-shaded-from=\"(2.0|1.99999)")
                .containsPattern("data-kind=\"time\" data-shaded-from=\"(10.0|9.99)");
        assertThat(page(run)).contains(">Valid<").doesNotContain("Shaded");
    }

    private static String page(LoadResult run) {
        return new String(HtmlReport.of("one", new NamedResult("one", run)), StandardCharsets.UTF_8);
    }

    @Test
    void resultWithoutANameGetsANumber() {
        assertThat(text("hard")).contains(">result 8<");
    }

    @Test
    void oneResultIsASmallFile() {
        assertThat(ReportPages.page("lively")).hasSizeLessThan(180_000);
    }

    @Test
    void pageOfNothingIsOurMistake() {
        assertThatThrownBy(() -> HtmlReport.of("nothing", new Report(List.of(), List.of(), 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
