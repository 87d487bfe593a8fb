package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.Counter;
import dev.parley.result.Judge;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a missed objective is the server's fault. 2,000 requests in 1 s, 4 ms each. */
class RateTrialTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final int REQUESTS = 2000;

    private final LatencyHistogram ideal = new LatencyHistogram();

    private RateTrial trial(String objective, Map<Outcome, Long> outcomes, long sent) {
        LatencyHistogram times = new LatencyHistogram();
        for (int i = 0; i < REQUESTS; i++) {
            times.record(4 * MILLI);
        }
        Map<Counter, Long> counters = Map.of(Counter.DUE, (long) REQUESTS, Counter.SENT, sent);
        LoadResult.Measured measured = new MeasuredBuilder(times, times, SECOND)
                .counts(outcomes, counters)
                .ideal(ideal, new LatencyHistogram())
                .build();
        return RateTrial.of(1, REQUESTS, false, Objective.parse(objective), measured, Judge.judge(measured, List.of()));
    }

    private void ownTimePrevails() {
        for (int i = 0; i < REQUESTS; i++) {
            ideal.record(MILLI);
        }
    }

    @Test
    void objectiveThatIsMetPasses() {
        RateTrial trial = trial("p99<5ms", Map.of(), REQUESTS);
        assertThat(trial.decision()).isEqualTo(Decision.PASS);
        assertThat(trial.reasons()).isEmpty();
        assertThat(trial.value().orElseThrow()).isBetween(3.9 * MILLI, 4.1 * MILLI);
        assertThat(trial.percentileNanos()).containsOnlyKeys("p50", "p90", "p99", "p99.9", "p99.99");
        assertThat(trial.percentileNanos().get("p99.9")).isEmpty();
    }

    @Test
    void objectiveThatIsMissedFails() {
        RateTrial trial = trial("p99<3ms", Map.of(), REQUESTS);
        assertThat(trial.decision()).isEqualTo(Decision.FAIL);
        assertThat(trial.reasons())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .matches("p99 is (3\\.9|4).* ms");
    }

    @Test
    void rateTheServerDoesNotKeepMissesTheObjective() {
        RateTrial trial = trial("p99<5ms", Map.of(), REQUESTS / 2);
        assertThat(trial.decision()).isEqualTo(Decision.FAIL);
        assertThat(trial.reasons())
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .startsWith("target rate not kept");
    }

    @Test
    void manyRequestsWithoutAReplyMissTheObjective() {
        assertThat(trial("p99<5ms", Map.of(Outcome.LOST, 100L), REQUESTS).decision())
                .isEqualTo(Decision.FAIL);
    }

    @Test
    void percentileWithTooFewSamplesDoesNotPass() {
        assertThat(trial("p99.9<5ms", Map.of(), REQUESTS).reasons())
                .extracting(Reason::text)
                .containsExactly("p99.9 not reported, too few replies");
    }

    @Test
    void ourOwnTimeIsNotTheServersFault() {
        ownTimePrevails();
        RateTrial trial = trial("p99<3ms", Map.of(), REQUESTS);
        assertThat(trial.decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(trial.reasons()).extracting(Reason::kind).containsExactly(Reason.Kind.GENERATOR_SLOW);
    }

    /** They make response times longer only, so what is kept in spite of them is kept. */
    @Test
    void objectiveThatIsMetInSpiteOfOurLateSendsPasses() {
        ownTimePrevails();
        assertThat(trial("p99<5ms", Map.of(), REQUESTS).decision()).isEqualTo(Decision.PASS);
    }

    @Test
    void rateThisMachineCannotKeepIsNotTheServersFault() {
        ownTimePrevails();
        RateTrial trial = trial("p99<3ms", Map.of(), REQUESTS / 2);
        assertThat(trial.decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(trial.reasons())
                .extracting(Reason::kind)
                .containsExactly(Reason.Kind.RATE_NOT_KEPT_HERE, Reason.Kind.GENERATOR_SLOW);
    }

    @Test
    void wrongRepliesAreTheServersFaultWhateverIsOurs() {
        ownTimePrevails();
        assertThat(trial("p99<5ms", Map.of(Outcome.WRONG, 1L), REQUESTS).decision())
                .isEqualTo(Decision.FAIL);
    }
}
