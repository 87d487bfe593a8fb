package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.NamedResult;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import dev.parley.result.ResultFormatException;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rounds put together, compared, and written down. */
class ComparisonTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final Percentage DIGITS = Percentage.withPercentage(0.2);
    private static final Metric P50 = Metric.named("p50");
    private static final Metric P99 = Metric.named("p99");

    private int made;

    /** A round of one second: so many replies of so many milliseconds each. */
    private LoadResult round(boolean closedLoop, long replies, long millis, Map<Counter, Long> counters) {
        LatencyHistogram response = new LatencyHistogram();
        LatencyHistogram service = new LatencyHistogram();
        for (long i = 0; i < replies; i++) {
            response.record(millis * MILLI);
            service.record(millis * MILLI / 2);
        }
        made++;
        return LoadResult.of(
                Runs.setting(1, 1000, 10),
                Runs.ENVIRONMENT,
                Instant.ofEpochSecond(made),
                new MeasuredBuilder(response, service, SECOND)
                        .closedLoop(closedLoop)
                        .clients(10, 0)
                        .counts(Map.of(Outcome.REPLY, replies, Outcome.WRONG, 1L), counters)
                        .build(),
                List.of());
    }

    private LoadResult round(long replies, long millis) {
        return round(false, replies, millis, Map.of(Counter.DUE, replies, Counter.SENT, replies));
    }

    private static TargetResult result(String name, LoadResult... rounds) {
        return new TargetResult(Targets.tcp(name), List.of(rounds), List.of());
    }

    private static TargetResult result(String name, RunGroup group) {
        return new TargetResult(
                Targets.tcp(name),
                group.runs().stream().map(NamedResult::result).toList(),
                List.of());
    }

    private TargetResult row(String name, Transport transport, long thinkMillis) {
        return new TargetResult(Targets.target(name, transport, thinkMillis), List.of(round(100, 1)), List.of());
    }

    private static Comparison comparison(String baseline, TargetResult... results) {
        return Comparison.of("parley compare", Instant.EPOCH, 2, baseline, List.of(results), "");
    }

    /** 900 requests of 1 ms and 300 of 10 ms have a p50 of 1 ms and a p99 of 10 ms; the mean of p50 would be 5.5 ms. */
    @Test
    void numbersAreThoseOfAllRequestsAndNotTheMeanOfTheRounds() {
        TargetResult result = result("a", round(900, 1), round(300, 10));
        assertThat(result.value(P50).orElseThrow()).isCloseTo(MILLI, DIGITS);
        assertThat(result.value(P99).orElseThrow()).isCloseTo(10 * MILLI, DIGITS);
        assertThat(result.value(Metric.THROUGHPUT)).hasValue(600);
    }

    @Test
    void aPercentileNeedsItsSamplesInAllRoundsTogether() {
        assertThat(result("a", round(900, 1), round(300, 10)).value(P99)).isPresent();
        assertThat(result("a", round(500, 1), round(300, 10)).value(P99)).isEmpty();
    }

    @Test
    void aClosedLoopReportsServiceTimes() {
        TargetResult result = result("a", round(true, 100, 10, Map.of()));
        assertThat(result.value(P50).orElseThrow()).isCloseTo(5 * MILLI, DIGITS);
    }

    @Test
    void errorsAreAddedAndTheSameClientsAreCountedOnce() {
        Map<Counter, Long> counters = Map.of(Counter.DUE, 1000L, Counter.SENT, 1000L, Counter.UNCONNECTED, 2L);
        TargetResult result = result("a", round(false, 1000, 1, counters), round(false, 1000, 1, counters));
        assertThat(result.errors()).isEqualTo(2);
        assertThat(result.reasons()).extracting(Reason::text).contains("2 of 10 clients could not connect");
    }

    @Test
    void targetsWithoutARoundSaySoAndHaveNoNumbers() {
        TargetResult none = new TargetResult(Targets.tcp("a"), List.of(), List.of("round 1: its server is gone"));
        assertThat(none.reasons())
                .containsExactly(
                        new Reason(Reason.Kind.SERVER_FAILED, "round 1: its server is gone"),
                        new Reason(Reason.Kind.NOT_MEASURED, "not measured"));
        assertThat(none.silent()).isTrue();
        assertThat(none.value(Metric.THROUGHPUT)).isEmpty();
        assertThat(none.value(P50)).isEmpty();
    }

    @Test
    void ratiosAreToTheBaselineOfTheSameTransportAndThinkTime() {
        TargetResult tcpA = row("a", Transport.TCP, 0);
        TargetResult tcpB = row("b", Transport.TCP, 0);
        TargetResult udpC = row("c", Transport.UDP, 0);
        TargetResult thinkA = row("a", Transport.TCP, 5);
        TargetResult thinkB = row("b", Transport.TCP, 5);
        Comparison comparison = comparison("b", tcpA, udpC, tcpB, thinkA, thinkB);
        assertThat(comparison.parts()).containsExactly(List.of(tcpA, tcpB), List.of(udpC), List.of(thinkA, thinkB));
        assertThat(comparison.baselineOf(tcpA)).isSameAs(tcpB);
        assertThat(comparison.baselineOf(thinkA)).isSameAs(thinkB);
        assertThat(comparison.baselineOf(udpC)).isSameAs(udpC);
        assertThat(comparison.differenceOf(thinkA).orElseThrow().baseline().name())
                .isEqualTo("b tcp, think 5ms");
        assertThat(comparison.differenceOf(udpC)).isEmpty();
    }

    @Test
    void aBaselineThatWasNotMeasuredLeavesNothingToCompareWith() {
        TargetResult gone = new TargetResult(Targets.tcp("a"), List.of(), List.of("round 1: its server is gone"));
        TargetResult there = result("b", round(100, 1));
        Comparison comparison = comparison("a", gone, there);
        assertThat(comparison.differenceOf(gone)).isEmpty();
        assertThat(comparison.differenceOf(there)).isEmpty();
        assertThat(comparison.report().groups()).extracting(RunGroup::name).containsExactly("b");
    }

    /** A round is a run, a target is a group: the same runs as files give the same differences, to the last digit. */
    @Test
    void differencesAreThoseThatAReportOfTheSameRunsHas() {
        RunGroup before = new Runs(1, 2_000, 0.05).group("before", 3, 1);
        RunGroup after = new Runs(2, 2_000, 0.05).group("after", 3, 1.5);
        Comparison comparison = comparison("before", result("before", before), result("after", after));
        GroupComparison reported = Report.of(new Grouping(List.of(before, after), false), 1)
                .comparisons()
                .getFirst();
        GroupComparison compared =
                comparison.differenceOf(comparison.targets().getLast()).orElseThrow();
        assertThat(compared.differences()).isEqualTo(reported.differences());
        assertThat(compared.wholeRuns()).isTrue();
        assertThat(compared.of(P50).orElseThrow().isShown()).isTrue();
    }

    @Test
    void fewRoundsAreResampledWithinAndSayIt() {
        RunGroup group = new Runs(1, 2_000, 0).group("a", 2, 1);
        Comparison comparison = comparison("a", result("a", group), result("b", group));
        GroupComparison compared =
                comparison.differenceOf(comparison.targets().getLast()).orElseThrow();
        assertThat(compared.wholeRuns()).isFalse();
        assertThat(compared.of(P50).orElseThrow().isShown()).isFalse();
    }

    @Test
    void theDocumentHasTheWholeResultOfEachRoundAndNullForWhatWasNotMeasured()
            throws IOException, ResultFormatException {
        byte[] bytes = ComparisonDocument.of(comparison(
                        "a",
                        result("a", round(900, 1), round(300, 1)),
                        result("b", round(5, 1)),
                        new TargetResult(Targets.tcp("c"), List.of(), List.of("gone"))))
                .toJson();
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(PublishedSchema.faults("parley-compare-2", text)).isEmpty();
        assertThat(PublishedSchema.faults("parley-compare-2", text.replaceFirst("\"shown\" : [a-z]+", "\"shown\" : 1")))
                .as("the schema does find faults")
                .isNotEmpty();
        assertThat(text).doesNotContainPattern("[:\\[,] -?(NaN|Infinity)");
        JsonNode results = JsonMapper.shared().readTree(bytes).get("results");
        List<Integer> rounds = new ArrayList<>();
        results.forEach(result -> rounds.add(result.get("rounds").size()));
        assertThat(rounds).containsExactly(2, 1, 0);
        assertThat(results.get(0).propertyNames()).contains("reasonKinds", "p99Nanos");
        assertThat(results.get(1).get("difference").get("baseline").asString()).isEqualTo("a");
        assertThat(results.get(1).get("p50Nanos").isNull()).as("of 5 requests").isTrue();
        assertThat(text.split("\"difference\" : null", -1))
                .as("baseline and the one that is gone")
                .hasSize(3);
    }
}
