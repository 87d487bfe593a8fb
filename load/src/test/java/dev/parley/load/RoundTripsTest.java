package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void percentilesNeedAsManySamplesAsThoseOfALoad() throws Exception {
        RoundTrips roundTrips = RoundTrips.start(1);
        for (int i = 0; i < 99; i++) {
            roundTrips.add(0, (i + 1) * MILLI, Outcome.REPLY);
        }
        RoundTrips.Judged judged = roundTrips.end("");
        assertThat(judged.measured().response().percentileNanos(50)).isPresent();
        assertThat(judged.measured().response().percentileNanos(90)).isEmpty();
        assertThat(judged.verdict().trustworthy()).isTrue();
        assertThat(judged.verdict().notes())
                .extracting(Reason::text)
                .contains("p90 and above not reported: needs 100 samples, have 99");
        assertThat(judged.verdict().notes())
                .extracting(Reason::text)
                .anyMatch(note -> note.startsWith("closed loop: "));
    }

    /** A round trip that did not end in a reply counts with the time it took so far, as in a load. */
    @Test
    void whatGotNoReplyEntersAtItsAgeAndIsNoServiceTime() throws Exception {
        RoundTrips roundTrips = RoundTrips.start(3);
        for (int i = 0; i < 95; i++) {
            roundTrips.add(i % 2, MILLI, Outcome.REPLY);
        }
        for (int i = 0; i < 5; i++) {
            roundTrips.add(2, 5_000 * MILLI, Outcome.LOST);
        }
        RoundTrips.Judged judged = roundTrips.end("stopped by the test");
        LoadResult.Measured measured = judged.measured();
        assertThat(measured.response().count()).isEqualTo(100);
        assertThat(measured.response().maxNanos()).isGreaterThanOrEqualTo(5_000 * MILLI);
        assertThat(measured.service().count()).isEqualTo(95);
        assertThat(measured.service().maxNanos()).isLessThan(2 * MILLI);
        assertThat(measured.unanswered()).isEqualTo(5);
        assertThat(judged.verdict().reasons())
                .extracting(Reason::text)
                .anyMatch(reason -> reason.startsWith("2 of 3 connections were served at a time"));
        assertThat(judged.verdict().notes()).extracting(Reason::text).contains("ended early: stopped by the test");
    }

    @Test
    void missingRepliesAreReported() throws Exception {
        assertThat(RoundTrips.start(1).end("").verdict().reasons())
                .extracting(Reason::text)
                .containsExactly("no replies received");
    }
}
