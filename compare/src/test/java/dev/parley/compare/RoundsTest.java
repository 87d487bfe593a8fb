package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Rounds put together, compared, and written down. */
class RoundsTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final Percentage DIGITS = Percentage.withPercentage(0.2);

    private static Contender contender(String name) {
        return new Contender(name, Transport.TCP, Duration.ZERO);
    }

    /** A round of one second: so many replies of so many milliseconds each. */
    private static LoadResult round(boolean closedLoop, long replies, long millis, Map<Counter, Long> counters) {
        LatencyHistogram response = new LatencyHistogram();
        LatencyHistogram service = new LatencyHistogram();
        for (long i = 0; i < replies; i++) {
            response.record(millis * MILLI);
            service.record(millis * MILLI / 2);
        }
        return LoadResult.of(
                Runs.setting(1, 1000, 10),
                Runs.ENVIRONMENT,
                Instant.EPOCH,
                new MeasuredBuilder(response, service, SECOND)
                        .closedLoop(closedLoop)
                        .clients(10, 0)
                        .counts(Map.of(Outcome.REPLY, replies, Outcome.WRONG, 1L), counters)
                        .build(),
                List.of());
    }

    private static LoadResult round(long replies, long millis) {
        return round(false, replies, millis, Map.of(Counter.DUE, replies, Counter.SENT, replies));
    }

    private static Rounds rounds(String name, LoadResult... results) {
        return new Rounds(contender(name), "parley serve", List.of(results), List.of());
    }

    /** 900 requests of 1 ms and 300 of 10 ms have a p50 of 1 ms and a p99 of 10 ms; the mean of p50 would be 5.5 ms. */
    @Test
    void percentilesAreThoseOfAllRequestsAndNotTheMeanOfTheRounds() {
        Rounds rounds = rounds("a", round(900, 1), round(300, 10));
        assertThat(rounds.percentile(50).value().orElseThrow()).isCloseTo(MILLI, DIGITS);
        assertThat(rounds.percentile(99).value().orElseThrow()).isCloseTo(10 * MILLI, DIGITS);
        assertThat(rounds.percentile(50).lowest().orElseThrow()).isCloseTo(MILLI, DIGITS);
        assertThat(rounds.percentile(50).highest().orElseThrow()).isCloseTo(10 * MILLI, DIGITS);
    }

    @Test
    void aPercentileNeedsItsSamplesInAllRoundsTogetherAndItsRangeInEach() {
        Figure p99 = rounds("a", round(900, 1), round(300, 10)).percentile(99);
        assertThat(p99.value()).isPresent();
        assertThat(p99.spread()).isEmpty();
        assertThat(rounds("a", round(900, 1)).percentile(99).value()).isEmpty();
    }

    @Test
    void throughputIsTheMedianOfTheRounds() {
        Figure throughput =
                rounds("a", round(900, 1), round(100, 1), round(950, 1)).throughput();
        assertThat(throughput.value()).hasValue(900);
        assertThat(throughput.lowest()).hasValue(100);
        assertThat(throughput.highest()).hasValue(950);
    }

    @Test
    void aClosedLoopTellsServiceTimes() {
        Rounds rounds = rounds("a", round(true, 100, 10, Map.of()));
        assertThat(rounds.percentile(50).value().orElseThrow()).isCloseTo(5 * MILLI, DIGITS);
    }

    @Test
    void errorsAreAddedAndTheSameClientsAreCountedOnce() {
        Map<Counter, Long> counters = Map.of(Counter.DUE, 1000L, Counter.SENT, 1000L, Counter.UNCONNECTED, 2L);
        Rounds rounds = rounds("a", round(false, 1000, 1, counters), round(false, 1000, 1, counters));
        assertThat(rounds.errors()).isEqualTo(2);
        assertThat(rounds.reasons()).extracting(Reason::text).contains("2 of 10 clients could not connect");
    }

    @Test
    void rowsWithoutARoundSaySoAndHaveNoNumbers() {
        Rounds none = new Rounds(contender("a"), "parley serve", List.of(), List.of("round 1: its server is gone"));
        assertThat(none.reasons())
                .extracting(Reason::text)
                .containsExactly("round 1: its server is gone", "not measured");
        assertThat(none.silent()).isTrue();
        assertThat(none.throughput().value()).isEmpty();
        assertThat(none.percentile(50).value()).isEmpty();
    }

    @Test
    void ratiosAreToTheBaselineOfTheSameTransportAndThinkTime() {
        Rounds tcpA = row("a", Transport.TCP, 0);
        Rounds tcpB = row("b", Transport.TCP, 0);
        Rounds udpC = row("c", Transport.UDP, 0);
        Rounds thinkA = row("a", Transport.TCP, 5);
        Rounds thinkB = row("b", Transport.TCP, 5);
        Comparison comparison = comparison("b", tcpA, udpC, tcpB, thinkA, thinkB);
        assertThat(comparison.parts()).containsExactly(List.of(tcpA, tcpB), List.of(udpC), List.of(thinkA, thinkB));
        assertThat(comparison.baselineOf(tcpA)).isSameAs(tcpB);
        assertThat(comparison.baselineOf(thinkA)).isSameAs(thinkB);
        assertThat(comparison.baselineOf(udpC)).isSameAs(udpC);
    }

    private static Rounds row(String name, Transport transport, long thinkMillis) {
        Contender contender = new Contender(name, transport, Duration.ofMillis(thinkMillis));
        return new Rounds(contender, "parley serve", List.of(round(100, 1)), List.of());
    }

    private static Comparison comparison(String baseline, Rounds... rows) {
        return new Comparison("parley compare", Instant.EPOCH, 2, baseline, List.of(rows), "");
    }

    @Test
    void theDocumentHasTheWholeResultOfEachRoundAndNullForWhatWasNotTold() throws IOException {
        byte[] document =
                ComparisonJson.of(comparison("a", rounds("a", round(900, 1), round(300, 1)), rounds("b", round(5, 1))));
        assertThat(PublishedSchema.faults("parley-compare-1", document)).isEmpty();
        List<String> schemas = new ArrayList<>();
        int nulls = 0;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                nulls += token == JsonToken.VALUE_NULL ? 1 : 0;
                if (token == JsonToken.VALUE_STRING && parser.getString().startsWith("parley-")) {
                    schemas.add(parser.getString());
                }
            }
        }
        assertThat(schemas).containsExactly("parley-compare", "parley-load", "parley-load", "parley-load");
        assertThat(nulls).isPositive();
        assertThat(new String(document, StandardCharsets.UTF_8))
                .contains("\"baseline\" : \"a\"")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }
}
