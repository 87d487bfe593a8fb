package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.compare.Difference;
import dev.parley.compare.GroupComparison;
import dev.parley.compare.Metric;
import dev.parley.compare.Report;
import dev.parley.result.NumberText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    void textFromOutsideStaysText() throws Exception {
        Document page = parsed("hard");
        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "b")).isEmpty();
        assertThat(page.getDocumentElement().getTextContent())
                .contains("<script>alert('name')</script>")
                .contains("<script>alert('server')</script>")
                .contains("<b>Hard</b>")
                .contains("& \"quoted\"");
        assertThat(text("hard")).as("a character that reverses what follows").doesNotContain("\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "lively", "engines", "hard"})
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
    @ValueSource(strings = {"one", "lively", "engines", "hard"})
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
        for (Element svg : elements(parsed, "svg")) {
            if (svg.getAttribute("role").equals("img")) {
                assertThat(ids).contains(svg.getAttribute("aria-labelledby").split(" "));
                assertThat(svg.getFirstChild().getTextContent()).isNotBlank();
            } else {
                assertThat(svg.getAttribute("aria-hidden")).isEqualTo("true");
            }
        }
        assertThat(elements(parsed, "table"))
                .hasSize(3)
                .allSatisfy(
                        table -> assertThat(table.getFirstChild().getNodeName()).isEqualTo("caption"));
        assertThat(elements(parsed, "th"))
                .allSatisfy(head -> assertThat(head.getAttribute("scope")).isNotEmpty());
    }

    @Test
    void verdictComesBeforeAnyNumber() {
        assertThat(text("one").indexOf("Valid")).isBetween(0, text("one").indexOf("data-nanos"));
        assertThat(text("hard")).contains("results are not valid in full.").contains("Invalid");
        assertThat(text("hard").indexOf("100 requests without a reply"))
                .isBetween(0, text("hard").indexOf("data-nanos"));
    }

    @Test
    void tooFewSamplesAreADashWithTheReason() throws Exception {
        List<String> untold = elements(parsed("one"), "td").stream()
                .filter(cell -> cell.getAttribute("data-percentile").equals("p99.99"))
                .map(Element::getTextContent)
                .toList();
        assertThat(untold).hasSize(3).containsOnly("– needs 100,000");
    }

    @Test
    void ratiosAndWhetherTheyAreDifferencesAreThoseOfTheReport() throws Exception {
        List<String> values = elements(parsed("engines"), "text").stream()
                .filter(text -> text.getAttribute("class").equals("row value"))
                .map(Element::getTextContent)
                .toList();
        List<String> ratios = new ArrayList<>();
        for (GroupComparison comparison : ReportPages.report("engines").comparisons()) {
            for (Metric metric : List.of(Metric.THROUGHPUT, Metric.named("p99"))) {
                Difference difference = comparison.of(metric).orElseThrow();
                ratios.add(" " + ComparisonChart.mark(difference) + NumberText.ratio(difference.ratio()));
            }
        }
        assertThat(ratios).as("of one run each").isNotEmpty().allMatch(ratio -> ratio.startsWith(" ?"));
        assertThat(ratios).allSatisfy(ratio -> assertThat(values).anyMatch(value -> value.endsWith(ratio)));
        assertThat(values.getFirst()).as("of the baseline").doesNotContain("×");
    }

    @Test
    void resultWithoutANameGetsANumber() {
        assertThat(text("hard")).contains(">result 8<");
    }

    @Test
    void oneResultIsASmallFile() {
        assertThat(ReportPages.page("lively")).hasSizeLessThan(150_000);
    }

    @Test
    void pageOfNothingIsOurMistake() {
        assertThatThrownBy(() -> HtmlReport.of("nothing", new Report(List.of(), List.of(), 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
