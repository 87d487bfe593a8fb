package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long TEN_SECONDS = 10_000_000_000L;

    private final LatencyHistogram response = new LatencyHistogram();
    private final LatencyHistogram service = new LatencyHistogram();
    private final LatencyHistogram lateness = new LatencyHistogram();
    private final LatencyHistogram ideal = new LatencyHistogram();
    private OwnProcess process = OwnProcess.unknown();
    private ServerCpu serverCpu = new ServerCpu("java (pid 1)", TEN_SECONDS / 10, 0);
    private List<TimelinePoint> timeline = List.of();

    /** A healthy run: 10,000 replies in 10 s, 2 ms each, of which 5 us are ours. */
    private void healthy(int samples) {
        for (int i = 0; i < samples; i++) {
            response.record(2 * MILLI);
            service.record(2 * MILLI);
            lateness.record(5 * MICRO);
            ideal.record(2 * MILLI - 5 * MICRO);
        }
    }

    private Verdict judge(Map<Outcome, Long> outcomes, Map<Counter, Long> counters, int silentClients) {
        LoadResult.Measured measured = new MeasuredBuilder(response, service, TEN_SECONDS)
                .clients(10, silentClients)
                .counts(outcomes, counters)
                .lateness(lateness)
                .ideal(ideal, new LatencyHistogram())
                .process(process)
                .serverCpu(serverCpu)
                .build();
        return Judge.judge(measured, timeline);
    }

    private Verdict judge() {
        return judge(Map.of(), Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L), 0);
    }

    @Test
    void healthyRunIsTrustworthyAndNotesWhatItCannotReport() {
        healthy(10_000);
        Verdict verdict = judge();
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.trustworthy()).isTrue();
        assertThat(verdict.notes())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .startsWith("p99.99 and above not reported");
    }

    @Test
    void tooFewSamplesAreANoteAndNoReasonForDistrust() {
        healthy(3);
        Verdict verdict = judge(Map.of(), Map.of(Counter.DUE, 3L, Counter.SENT, 3L), 0);
        assertThat(verdict.trustworthy()).isTrue();
        assertThat(verdict.level()).isEqualTo(Verdict.Level.VALID);
        assertThat(verdict.notes())
                .extracting(Reason::text)
                .containsExactly("p50 and above not reported: needs 20 samples, have 3");
    }

    @ParameterizedTest
    @CsvSource({"50, 20", "90, 100", "99, 1000", "99.9, 10000", "99.99, 100000"})
    void percentilesAreReportedFromTenSamplesAboveThemOn(double percentile, long needed) {
        assertThat(LatencyHistogram.samplesNeeded(percentile)).isEqualTo(needed);
        for (long i = 1; i < needed; i++) {
            response.record(i);
        }
        assertThat(response.percentileNanos(percentile)).isEqualTo(OptionalLong.empty());
        response.record(1);
        assertThat(response.percentileNanos(percentile)).isPresent();
    }

    /** So many requests took 8 ms, of which an ideal generator would have seen 1 ms. */
    private void ours(int samples) {
        for (int i = 0; i < samples; i++) {
            response.record(8 * MILLI);
            service.record(7 * MILLI);
            ideal.record(MILLI);
        }
    }

    @Test
    void percentilesThatAreMostlyOurOwnTimeAreInDoubtFromTheFirstOneOn() {
        healthy(9_800);
        ours(200);
        Verdict verdict = judge();
        assertThat(verdict.level()).isEqualTo(Verdict.Level.VALID_UP_TO);
        assertThat(verdict.text()).isEqualTo("valid up to p90");
        assertThat(verdict.trustworthyUpToText()).isEqualTo("p90");
        assertThat(verdict.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.kind()).isEqualTo(Reason.Kind.GENERATOR_SLOW);
            assertThat(reason.kind().blame()).isEqualTo(Reason.Blame.GENERATOR);
            assertThat(reason.fromPercent()).isEqualTo(99);
            assertThat(reason.text()).contains("p99 and above").contains("of 8.0 ms");
        });
    }

    @Test
    void nothingIsBelievedWhereTheMedianIsMostlyOurOwnTime() {
        healthy(4_000);
        ours(6_000);
        assertThat(judge().text()).isEqualTo("INVALID");
        assertThat(judge().trustworthyUpToText()).isEqualTo("none");
    }

    @Test
    void halfOfAPercentileOrLittleInAllIsNoReason() {
        healthy(9_800);
        for (int i = 0; i < 200; i++) {
            response.record(8 * MILLI);
            service.record(8 * MILLI);
            ideal.record(5 * MILLI);
        }
        assertThat(judge().reasons()).isEmpty();
        response.clear();
        ideal.clear();
        service.clear();
        for (int i = 0; i < 10_000; i++) {
            response.record(220 * MICRO);
            service.record(220 * MICRO);
            ideal.record(MICRO);
        }
        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void whatTheProcessWentThroughIsNamedAsTheCause() {
        healthy(9_800);
        ours(200);
        process = new OwnProcess(new LatencyHistogram(), 30, 300, 1_686 * MILLI, 5_000 * MILLI, 0);
        assertThat(judge().reasons())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .endsWith("garbage collection for 300.00 ms in all, waiting for a core for 1.686 s in all");
    }

    /** 1.5 % of ten seconds: what 1.5 % of the requests took may be that. */
    @Test
    void aServerWithoutACoreOnThisHostIsNotBelievedFromThereOn() {
        healthy(10_000);
        serverCpu = new ServerCpu("java (pid 1)", TEN_SECONDS / 10, 150 * MILLI);
        Verdict verdict = judge();
        assertThat(verdict.trustworthyUpToText()).isEqualTo("p90");
        assertThat(verdict.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.kind().blame()).isEqualTo(Reason.Blame.GENERATOR);
            assertThat(reason.text())
                    .isEqualTo(
                            "the server waited for a core for 150.00 ms in all (1.5 % of the time), on the host it shares with the"
                                    + " load generator: that may be what p99 and above show");
        });
        serverCpu = new ServerCpu("java (pid 1)", TEN_SECONDS / 10, 9 * MILLI);
        assertThat(judge().trustworthy()).as("0.09 % is above what is reported").isTrue();
    }

    @Test
    void shortTimesAreNotDoubtedForWantOfACore() {
        for (int i = 0; i < 10_000; i++) {
            response.record(200 * MICRO);
            service.record(200 * MICRO);
            ideal.record(200 * MICRO);
        }
        serverCpu = new ServerCpu("java (pid 1)", TEN_SECONDS / 10, 150 * MILLI);
        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void stallsOfOurOwnThatDidNothingToTheNumbersAreNoReason() {
        healthy(10_000);
        LatencyHistogram hiccups = new LatencyHistogram();
        hiccups.recordLook(120 * MILLI, 20 * MILLI);
        process = new OwnProcess(hiccups, 30, 120, 0, 0, 0);
        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void reasonsSayWhomTheyBlame() {
        healthy(9_800);
        ours(200);
        Verdict verdict = judge(Map.of(Outcome.WRONG, 1L), Map.of(Counter.DUE, 10_000L, Counter.SENT, 9_000L), 0);
        assertThat(verdict.reasons(Reason.Blame.GENERATOR))
                .extracting(Reason::kind)
                .containsExactly(Reason.Kind.GENERATOR_SLOW);
        assertThat(verdict.reasons(Reason.Blame.SERVER))
                .extracting(Reason::kind)
                .containsExactly(Reason.Kind.RATE_NOT_KEPT, Reason.Kind.WRONG_REPLIES);
        assertThat(verdict.level()).isEqualTo(Verdict.Level.INVALID);
    }

    @Test
    void rateThatWeDidNotKeepIsOurs() {
        ours(10_000);
        assertThat(judge(Map.of(Outcome.UNSENT, 1_000L), Map.of(Counter.DUE, 10_000L, Counter.SENT, 9_000L), 0)
                        .reasons())
                .extracting(reason -> reason.kind().blame())
                .containsOnly(Reason.Blame.GENERATOR);
    }

    private static List<TimelinePoint> medians(long... nanos) {
        return Arrays.stream(nanos)
                .mapToObj(median -> new TimelinePoint.Clock(
                        OptionalLong.of(median), OptionalLong.of(median), OptionalLong.of(median)))
                .map(clock -> new TimelinePoint(0, 1, 1, 1, 0, clock, clock))
                .toList();
    }

    /** 0.8 % too much: the queue grows a little in each interval. */
    @Test
    void responseTimesThatOnlyGrowAreAnOverload() {
        healthy(10_000);
        timeline = medians(LongStream.rangeClosed(1, 20).map(i -> i * 5 * MILLI).toArray());
        Verdict verdict =
                judge(Map.of(), Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L, Counter.OPEN_AT_END, 64L), 0);
        assertThat(verdict.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.kind()).isEqualTo(Reason.Kind.OVERLOADED);
            assertThat(reason.text()).contains("grew from").contains("64 requests were open");
        });
    }

    @Test
    void aStallOrAStepOrNoiseIsNoOverload() {
        healthy(10_000);
        timeline = medians(2, 2, 2, 2, 90, 60, 30, 2, 2, 2, 2, 2, 2, 2, 2);
        assertThat(judge().reasons()).isEmpty();
        long[] step = new long[20];
        Arrays.setAll(step, i -> i < 10 ? MILLI : 9 * MILLI);
        timeline = medians(step);
        assertThat(judge().reasons()).isEmpty();
        timeline = medians(new SplittableRandom(1).longs(60, MILLI, 9 * MILLI).toArray());
        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void aLimitOfOurOwnIsNamedWithTheWayOut() {
        healthy(10_000);
        Map<Counter, Long> counters = Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L, Counter.NO_SOCKET, 3L);
        assertThat(judge(Map.of(), counters, 0).reasons(Reason.Blame.GENERATOR))
                .singleElement()
                .satisfies(reason -> assertThat(reason.text()).contains("ulimit -n", "fewer --clients"));
    }

    @Test
    void repliesThisHostDroppedAreOurDoing() {
        healthy(10_000);
        Map<Counter, Long> counters = Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L, Counter.DROPPED_HERE, 170L);
        assertThat(judge(Map.of(Outcome.LOST, 170L), counters, 0).reasons(Reason.Blame.GENERATOR))
                .singleElement()
                .satisfies(reason -> assertThat(reason.text()).startsWith("170 replies reached this host"));
    }

    @Test
    void rateNotKeptIsAReason() {
        healthy(10_000);
        Verdict verdict = judge(Map.of(), Map.of(Counter.DUE, 10_000L, Counter.SENT, 9_899L), 0);
        assertThat(verdict.reasons())
                .extracting(Reason::text)
                .containsExactly(
                        "target rate not kept: sent 989.9/s of 1000.0/s (99.0 %); requests waited for a client that was free");
        assertThat(judge(Map.of(), Map.of(Counter.DUE, 10_000L, Counter.SENT, 9_900L), 0)
                        .reasons())
                .isEmpty();
    }

    @Test
    void clientsThatCouldNotConnectOrNeverGotAReplyAreReasons() {
        healthy(10_000);
        Map<Counter, Long> counters = Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L, Counter.UNCONNECTED, 2L);
        assertThat(judge(Map.of(), counters, 5).reasons())
                .extracting(Reason::text)
                .anyMatch(reason -> reason.startsWith("2 of 10 clients could not connect"))
                .contains(
                        "5 of 10 connections were served at a time; the server's limit is probably 5: use --clients 5, or serve with --engine selector");
    }

    /** The rate is not kept and most requests are never answered, because of that. */
    @Test
    void fewConnectionsServedAtATimeAreTheOneReason() {
        healthy(10_000);
        Map<Counter, Long> counters = Map.of(Counter.DUE, 30_000L, Counter.SENT, 10_000L);
        assertThat(judge(Map.of(Outcome.UNSENT, 20_000L), counters, 7).reasons())
                .extracting(Reason::text)
                .containsExactly(
                        "3 of 10 connections were served at a time; the server's limit is probably 3: use --clients 3, or serve with --engine selector");
    }

    @Test
    void aClientWithoutAReplyAmongFewRequestsMayHaveHadNone() {
        healthy(99);
        assertThat(judge(Map.of(), Map.of(Counter.DUE, 99L, Counter.SENT, 99L), 1)
                        .reasons())
                .extracting(Reason::text)
                .anyMatch(reason -> reason.endsWith("or there were too few requests"));
    }

    /** Any of them may have been the longest: what is above the others is a lower bound. */
    @Test
    void unansweredRequestsLeaveThePercentilesBelowTheirShareAlone() {
        healthy(10_000);
        Map<Counter, Long> counters = Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L);
        assertThat(judge(Map.of(Outcome.LOST, 60L, Outcome.UNSENT, 41L), counters, 0)
                        .text())
                .isEqualTo("valid up to p90");
        assertThat(judge(Map.of(Outcome.LOST, 11L), counters, 0).text()).isEqualTo("valid up to p99");
        Verdict rare = judge(Map.of(Outcome.LOST, 5L), counters, 0);
        assertThat(rare.trustworthy()).isTrue();
        assertThat(rare.notes())
                .extracting(Reason::text)
                .anyMatch(note -> note.startsWith("5 requests without a reply"));
    }
}
