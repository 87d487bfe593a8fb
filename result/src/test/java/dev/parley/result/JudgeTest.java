package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long TEN_SECONDS = 10_000_000_000L;
    private static final long LOOK_EVERY = 20 * MILLI;

    private final LatencyHistogram response = new LatencyHistogram();
    private final LatencyHistogram service = new LatencyHistogram();
    private final LatencyHistogram lateness = new LatencyHistogram();
    private final LatencyHistogram hiccups = new LatencyHistogram();
    private long collections;
    private long collectionMillis;

    /** A healthy run: 10,000 replies in 10 s, 2 ms each, 5 us late; a sleeper 80 us late. */
    private void healthy(int samples) {
        for (int i = 0; i < samples; i++) {
            response.record(2 * MILLI);
            service.record(2 * MILLI);
            lateness.record(5 * MICRO);
        }
        for (int i = 0; i < 500; i++) {
            hiccups.record(80 * MICRO);
        }
    }

    private Verdict judge(Map<Outcome, Long> outcomes, Map<Counter, Long> counters, int silentClients) {
        return Judge.judge(new MeasuredBuilder(response, service, TEN_SECONDS)
                .clients(10, silentClients)
                .counts(outcomes, counters)
                .process(lateness, hiccups)
                .garbageCollection(collections, collectionMillis)
                .build());
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
    void tooFewSamplesForP99AreAReason() {
        healthy(999);
        assertThat(judge().reasons())
                .extracting(Reason::text)
                .containsExactly("p99 and above not reported: needs 1,000 samples, have 999");
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

    @Test
    void lateSendsThatCouldExplainAPercentileAreAReason() {
        healthy(9_800);
        for (int i = 0; i < 200; i++) {
            response.record(4 * MILLI);
            service.record(MILLI);
            lateness.record(3 * MILLI);
        }
        assertThat(judge().reasons())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .startsWith("the load generator sent late: ")
                .contains("3.0");
    }

    /** 10 late looks of 510 are 2 %: more than the 1 % above p99; and 5 ms are longer than half of its 2 ms. */
    @Test
    void stallsOfOurOwnThatCouldExplainAPercentileAreAReason() {
        healthy(10_000);
        for (int i = 0; i < 10; i++) {
            hiccups.recordLook(5 * MILLI, LOOK_EVERY);
        }
        assertThat(judge().reasons())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .contains("stalled (up to 5.0 ms")
                .contains("p99 and above");
    }

    @Test
    void reasonsSayWhichSideTheyPointAt() {
        healthy(10_000);
        hiccups.recordLook(120 * MILLI, LOOK_EVERY);
        Verdict verdict = judge(Map.of(Outcome.WRONG, 1L), Map.of(Counter.DUE, 10_000L, Counter.SENT, 9_000L), 0);
        assertThat(verdict.reasons(Reason.Cause.LOAD_GENERATOR))
                .extracting(Reason::kind)
                .containsExactly(Reason.Kind.STALLED);
        assertThat(verdict.reasons(Reason.Cause.SERVER))
                .extracting(Reason::kind)
                .containsExactly(Reason.Kind.RATE_NOT_KEPT, Reason.Kind.WRONG_REPLIES);
    }

    @Test
    void rareStallsLeaveTheLowerPercentilesAlone() {
        healthy(10_000);
        healthy(0); // 500 looks more
        healthy(0);
        hiccups.recordLook(5 * MILLI, LOOK_EVERY); // 1 look of 1,501: less than the 0.1 % above p99.9
        assertThat(judge().reasons()).isEmpty();
    }

    /** 120 ms swallow five looks of 20 ms: six late ones of 506 are more than 1 %, and one of 501 is not. */
    @Test
    void stallCountsForTheLooksItSwallowedToo() {
        healthy(10_000);
        hiccups.recordLook(120 * MILLI, LOOK_EVERY);
        assertThat(hiccups.count()).isEqualTo(506);
        assertThat(judge().reasons())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .contains("stalled (up to 12")
                .contains("p99 and above");
    }

    /** 30 pauses of 4 ms are 1.2 % of 10 s: more than the 1 % above p99, and longer than half of its 2 ms. */
    @Test
    void garbageCollectionThatCouldExplainAPercentileIsAReason() {
        healthy(10_000);
        collections = 30;
        collectionMillis = 120;
        assertThat(judge().reasons())
                .extracting(Reason::text)
                .containsExactly("garbage collection paused the load generator 30 times, 120 ms in total: "
                        + "enough to account for p99 and above");
    }

    @ParameterizedTest
    @CsvSource({"30, 12", "1, 4", "0, 0"})
    void shortOrRarePausesAreNone(long pauses, long millis) {
        healthy(10_000);
        collections = pauses;
        collectionMillis = millis;
        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void rateNotKeptIsAReason() {
        healthy(10_000);
        Verdict verdict = judge(Map.of(), Map.of(Counter.DUE, 10_000L, Counter.SENT, 9_899L), 0);
        assertThat(verdict.reasons())
                .extracting(Reason::text)
                .containsExactly("target rate not kept: sent 989.9/s of 1000.0/s (99.0 %)");
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
                        "3 of 10 clients never got a reply: the server seems to serve 5 at once; use --clients 5, or serve 10 at "
                                + "once (parley serve --threads 10)");
    }

    @Test
    void aClientWithoutAReplyAmongFewRequestsMayHaveHadNone() {
        healthy(99);
        assertThat(judge(Map.of(), Map.of(Counter.DUE, 99L, Counter.SENT, 99L), 1)
                        .reasons())
                .extracting(Reason::text)
                .anyMatch(reason -> reason.endsWith("or there were too few requests"));
    }

    @Test
    void unansweredRequestsAreANoteUpToOnePercentThenAReason() {
        healthy(10_000);
        Map<Counter, Long> counters = Map.of(Counter.DUE, 10_000L, Counter.SENT, 10_000L);
        assertThat(judge(Map.of(Outcome.LOST, 100L), counters, 0).notes())
                .extracting(Reason::text)
                .anyMatch(note -> note.startsWith("100 requests without a reply"));
        assertThat(judge(Map.of(Outcome.LOST, 100L), counters, 0).reasons()).isEmpty();
        assertThat(judge(Map.of(Outcome.LOST, 60L, Outcome.UNSENT, 41L), counters, 0)
                        .reasons())
                .extracting(Reason::text)
                .anyMatch(reason -> reason.startsWith("101 requests without a reply"));
    }
}
